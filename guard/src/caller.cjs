'use strict';
// Whose code is running, read from the stack. A package can make another one call a function for it, so this decides
// who is told and whose settings count, never what code can reach.

const { fileURLToPath, getCallSites, isAbsolute, startsWith } = require('./primordials.cjs');

/** Far enough to get through Node's own frames to the one who called them. */
const DEPTH = 24;
const OPTIONS = { __proto__: null, sourceMap: false };

/**
 * The file of the nearest frame outside the guard. Frames of code made from text have no file of their own and are
 * passed over; what is not a file ends the search.
 * @param {boolean} throughNode whether frames of Node are passed over too
 * @returns {string | undefined} absolute
 */
function callerFile(throughNode) {
  const sites = getCallSites(DEPTH, OPTIONS);
  for (let i = 0; i < sites.length; i++) {
    const { scriptName } = sites[i];
    if (scriptName === '' || isOfGuard(scriptName)) continue;
    if (startsWith(scriptName, 'node:')) {
      if (throughNode) continue;
      return undefined;
    }
    if (startsWith(scriptName, 'file:')) return fileURLToPath(scriptName);
    return isAbsolute(scriptName) ? scriptName : undefined;
  }
  return undefined;
}

/** Whether the guard itself is called by Node's formatting of errors. */
function isCalledByFormatting() {
  const sites = getCallSites(6, OPTIONS);
  for (let i = 0; i < sites.length; i++) {
    const { scriptName } = sites[i];
    if (!isOfGuard(scriptName)) return scriptName === 'node:internal/errors';
  }
  return false;
}

/** @param {string} name of a script */
function isOfGuard(name) {
  return startsWith(name, __dirname);
}

module.exports = { callerFile, isCalledByFormatting, isOfGuard };
