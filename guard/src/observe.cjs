'use strict';
// What observe mode let pass, printed once when the process ends, as the commands that would allow it.

const { arrayJoin, arrayPush, arraySlice, arraySort, processOn, Set, setAdd, setForEach, setSize } = require('./primordials.cjs');
const { say } = require('./denial.cjs');

const SHOWN = 20;

function newObservations() {
  const lines = new Set();

  /** @param {import('./manifest.cjs').Package} pkg @param {string} capability */
  function observed(pkg, capability) {
    if (setSize(lines) === 0) processOn('exit', print);
    setAdd(lines, `ambit approve ${pkg.id} ${capability}`);
  }

  function print() {
    /** @type {string[]} */
    const all = [];
    setForEach(lines, (/** @type {string} */ line) => arrayPush(all, line));
    arraySort(all);
    const rest = all.length > SHOWN ? `  … and ${all.length - SHOWN} more (ambit audit)\n` : '';
    const count = all.length === 1 ? '1 capability' : `${all.length} capabilities`;
    say(`ambit: observed ${count} beyond the declarations\n  ${arrayJoin(arraySlice(all, 0, SHOWN), '\n  ')}\n${rest}`);
  }

  return { observed };
}

module.exports = { newObservations };
