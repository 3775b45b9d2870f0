'use strict';
// `--inspect-brk` stops in the first line of the program. Node does so where it calls the program's function itself, which
// the guard does in its place.

const { apply, bindingOf, realProcess, startsWith } = require('./primordials.cjs');

/** Calls the function that the program's file is. @param {any} body @param {any} receiver @param {any[]} args */
function callProgram(body, receiver, args) {
  return stopsFirst() ? bindingOf('inspector').callAndPauseOnStart(body, receiver, ...args) : apply(body, receiver, args);
}

function stopsFirst() {
  const { execArgv } = realProcess;
  for (let i = 0; i < execArgv.length; i++) if (startsWith(execArgv[i], '--inspect-brk')) return true;
  return false;
}

module.exports = { callProgram };
