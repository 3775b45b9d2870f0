'use strict';
// What the command line of this Node says.

const { arrayIncludes, indexOf, slice } = require('./primordials.cjs');

/** A flag without its value, written as Node documents it. @param {string} word */
function nameOf(word) {
  const at = indexOf(word, '=');
  let name = at < 0 ? word : slice(word, 0, at);
  // Node takes `--inspect_brk` as well
  for (let i = indexOf(name, '_'); i >= 0; i = indexOf(name, '_')) name = `${slice(name, 0, i)}-${slice(name, i + 1)}`;
  return name;
}

/**
 * Whether Node itself is the program, its test runner or its watcher, which starts or loads the files.
 * @param {string[]} execArgv
 */
function startsFiles(execArgv) {
  const names = [];
  for (let i = 0; i < execArgv.length; i++) names[i] = nameOf(execArgv[i]);
  // stops `node --test --no-test -` from being taken for it: with a flag taken back, the program must be a file
  if (arrayIncludes(names, '--no-test') || arrayIncludes(names, '--no-watch')) return false;
  return arrayIncludes(names, '--test') || arrayIncludes(names, '--watch') || arrayIncludes(names, '--watch-path');
}

module.exports = { nameOf, startsFiles };
