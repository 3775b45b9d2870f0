'use strict';
// Where the bytes of files come from. The one interface: a sealed archive will be a second one.

const { readFileSync } = require('./primordials.cjs');

/** @typedef {{ read: (file: string) => Buffer }} Sources */

/** @type {Sources} */
const disk = { read: (file) => readFileSync(file) };

/**
 * Where files come from under these settings.
 * @param {Record<string, string | undefined>} settings the guard's own environment variables
 * @param {(file: string, reason: string) => void} tell told of each file that is refused
 * @returns {Sources}
 */
function sourcesOf({ AMBIT_EXEC_CHECK: how, AMBIT_EXEC_CHECK_INTEGRITY: integrity }, tell) {
  if (how === undefined || how === '') return disk;
  // loaded only where the administrator asks for it
  const { newCheckedSources } = require('./execcheck.cjs');
  return newCheckedSources(how, integrity, tell);
}

module.exports = { sourcesOf };
