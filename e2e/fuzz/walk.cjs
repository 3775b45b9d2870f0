'use strict';
// The systematic mode: node walk.cjs LINE none|innocent [plain] [plant]
// Prints JSON: how much was visited, what powerful things were found, what others see changed, what ended the process.

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { create, run, remove, INNOCENT } = require('./project.cjs');

const MAX_ENDS = 60;
const [line, kind, ...flags] = process.argv.slice(2);
const project = create(kind === 'innocent' ? { grants: [...INNOCENT, 'fs.readFileSync'], globals: ['process.env.HOME'] } : {});
const known = JSON.parse(readFileSync(join(__dirname, 'known.json'), 'utf8'));
/** What the innocent grants themselves give. */
const GRANTED = kind === 'innocent' ? ['fs.readFileSync', 'util.getCallSite', 'util.getCallSites', 'util.setTraceSigInt', 'sys.getCallSite', 'sys.getCallSites', 'sys.setTraceSigInt'] : [];
const skip = [...known.ends];
const ends = [];

function walk() {
  return run(project, { line, guard: process.env.FUZZ_GUARD_FOLDER, contained: !flags.includes('plain'), plant: flags.includes('plant'), seconds: 300, program: { skip } });
}

try {
  let last = walk();
  // a call that aborts Node itself, or never returns, is noted and left out of the next try
  while (last.result === undefined && last.step !== '' && ends.length < MAX_ENDS) {
    skip.push(last.step.split('\n')[0]);
    ends.push({ step: last.step, code: last.code, signal: last.signal, guard: last.errors.includes('the guard could not') });
    if (process.env.FUZZ_VERBOSE === '1') console.error(JSON.stringify(ends.at(-1)));
    last = walk();
  }
  const { result, code, signal, errors } = last;
  console.log(JSON.stringify(result === undefined ? { failed: { code, signal, errors: errors.slice(-3000) }, ends } : { ...result, findings: result.findings.filter(({ name }) => !GRANTED.includes(name)), ends }, null, 1));
  if (result === undefined) process.exitCode = 1;
} finally {
  remove(project);
}
