'use strict';
// The systematic mode: node walk.cjs LINE none|innocent [plain] [plant]; prints one line and the findings as JSON.

const { create, run, remove, INNOCENT } = require('./project.cjs');

const [line, kind, ...flags] = process.argv.slice(2);
const project = create(kind === 'innocent' ? { grants: [...INNOCENT, 'fs.readFileSync'], globals: ['process.env.HOME'] } : {});
function walk(skip) {
  return run(project, { line, contained: !flags.includes('plain'), plant: flags.includes('plant'), program: { skip } });
}

try {
  const aborts = [];
  const skip = [];
  let last = walk(skip);
  // what aborts Node itself is noted and left out of the next try
  while (last.result === undefined && last.signal !== 'SIGKILL' && last.step !== '' && skip.length < 60) {
    skip.push(last.step.split('\n')[0]);
    aborts.push(last.step);
    if (process.env.FUZZ_VERBOSE) console.error(JSON.stringify(last.step), last.signal, last.code, last.errors.match(/#  .*/g)?.slice(0, 2), new Date().toISOString());
    last = walk(skip);
  }
  const { code, signal, result, step, errors } = last;
  if (result === undefined) {
    console.log(JSON.stringify({ crashed: { code, signal, step, errors: errors.slice(-3000) } }, null, 1));
    process.exitCode = 1;
  } else {
    console.log(`node ${line}, ${kind}: visited ${result.objects} objects, ${result.functions} of them functions, in ${result.calls} calls, ${result.native} in C++ only looked at; ${result.findings.length} findings`);
    console.log(JSON.stringify({ aborts, findings: result.findings, changed: result.changed, effects: result.effects, guardErrors: result.guardErrors }, null, 1));
  }
} finally {
  remove(project);
}
