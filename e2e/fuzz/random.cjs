'use strict';
// The random mode: node random.cjs LINE --seconds N [--seed S] [--count OPERATIONS] [--programs MAX]
// Runs one random program after the other, in a process each, until the time is over or one of them reaches something
// powerful, changes what others see, or ends the guard. A failing program is made small and printed; its seed repeats it.

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { create, run, remove, INNOCENT } = require('./project.cjs');

const options = Object.fromEntries(process.argv.slice(3).join(' ').split('--').filter(Boolean).map((part) => part.trim().split(' ')));
const line = process.argv[2];
const count = Number(options.count ?? 1500);
const until = Date.now() + Number(options.seconds ?? 10) * 1000;
const known = JSON.parse(readFileSync(join(__dirname, 'known.json'), 'utf8'));
const guard = process.env.FUZZ_GUARD_FOLDER;
const plant = process.argv.includes('plant');
const TRIES = 60;

/** What is wrong with a run, in words that do not change from run to run; undefined when nothing is. */
function judge({ code, signal, result, errors, step }) {
  if (result === undefined) {
    if (step === '') throw new Error(`the application of the fuzzer failed\n${errors}`);
    // what a hostile argument does to Node itself is the end of this program, not of the containment
    if (/ambit: |guard could not/.test(errors) || code === 70) return { what: `the guard ended: ${errors.match(/ambit: .*/)?.[0]}`, step };
    return { ended: true, code, signal, step };
  }
  const gaps = known.gaps.map(({ finding }) => new RegExp(finding));
  const [finding] = result.findings.filter(({ name, path }) => !gaps.some((gap) => gap.test(`${name} by ${path}`)));
  if (finding !== undefined) return { what: `${finding.name.replace(/ \/.*/, '')}`, path: finding.path };
  const [change] = result.changed.filter((text) => !gaps.some((gap) => gap.test(text)));
  if (change !== undefined) return { what: change.split(' became ')[0] };
  return undefined;
}

function once(project, program) {
  return run(project, { line, guard, plant, seconds: 20, program: { kind: 'random', count, skip: known.ends, ...program } });
}

/** Leaves out operations as long as the program still fails the same way. */
function reduce(project, seed, what, trace) {
  let keep = trace.map((text) => Number(/^r(\d+):/.exec(text)[1]));
  let tries = 0;
  for (let size = Math.ceil(keep.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < keep.length && tries < TRIES;) {
      const without = keep.filter((_, i) => i < at || i >= at + size);
      tries++;
      const wrong = judge(once(project, { seed, keep: without }));
      if (wrong?.what === what) keep = without;
      else at += size;
    }
  }
  return once(project, { seed, keep }).result?.trace ?? keep;
}

const project = create(options.grants === 'innocent' ? { grants: [...INNOCENT, 'fs.readFileSync'] } : {});
try {
  let programs = 0;
  let operations = 0;
  let ended = 0;
  let failure;
  for (let seed = Number(options.seed ?? 1); failure === undefined && programs < Number(options.programs ?? Infinity) && (programs === 0 || Date.now() < until); seed++) {
    const ran = once(project, { seed });
    programs++;
    operations += ran.result?.operations ?? 0;
    const wrong = judge(ran);
    if (wrong?.ended) ended++;
    else if (wrong !== undefined) {
      failure = { seed, ...wrong, trace: ran.result === undefined ? [wrong.step] : reduce(project, seed, wrong.what, ran.result.trace), repeat: `node e2e/fuzz/random.cjs ${line} --seed ${seed} --programs 1 --count ${count}` };
    }
  }
  console.log(JSON.stringify({ seed: Number(options.seed ?? 1), programs, operations, ended, failure: failure ?? null }, null, 1));
} finally {
  remove(project);
}
