'use strict';
// `--inspect-brk` stops in the first line of the program. Node does so where it calls the program's function itself, which
// the guard does in its place.

const { apply, arrayConcat, bindingOf, realProcess, startsWith } = require('./primordials.cjs');

/** Calls the function that the program's file is. @param {any} body @param {any} receiver @param {any[]} args */
function callProgram(body, receiver, args) {
  if (!stopsFirst()) return apply(body, receiver, args);
  const { callAndPauseOnStart } = bindingOf('inspector');
  return apply(callAndPauseOnStart, undefined, arrayConcat([body, receiver], args));
}

function stopsFirst() {
  const { execArgv } = realProcess;
  for (let i = 0; i < execArgv.length; i++) if (startsWith(execArgv[i], '--inspect-brk')) return true;
  return false;
}

module.exports = { callProgram };
