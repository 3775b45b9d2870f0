'use strict';
// Whose code is running, read from the stack. A package can make another one call a function for it, so this decides
// who is told and whose settings count, never what code can reach.

const { fileURLToPath, getCallSites, isAbsolute, startsWith } = require('./primordials.cjs');

/** Each frame costs: nearly always the one who calls is among the first, else Node's own frames lie between. */
const NEAR = 8;
const FAR = 80;
const OPTIONS = { __proto__: null, sourceMap: false };

/**
 * The file of the nearest frame outside the guard. Frames of code made from text have no file of their own and are
 * passed over; what is not a file ends the search.
 * @param {boolean} throughNode whether frames of Node are passed over too
 * @returns {string | undefined} absolute
 */
function callerFile(throughNode) {
  const near = getCallSites(NEAR, OPTIONS);
  const found = nearestFile(near, throughNode);
  return found === null && near.length === NEAR ? nearestFile(getCallSites(FAR, OPTIONS), throughNode) ?? undefined : found ?? undefined;
}

/** @param {any[]} sites @param {boolean} throughNode @returns {string | undefined | null} null where the frames do not tell */
function nearestFile(sites, throughNode) {
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
  return null;
}

/** Whether the guard itself is called by Node's formatting of errors. */
function isCalledByFormatting() {
  return isCalledBy('node:internal/errors');
}

/** Whether the guard itself is called where Node sends something to a child process. */
function isCalledBySending() {
  return isCalledBy('node:internal/child_process');
}

/** @param {string} script of Node */
function isCalledBy(script) {
  const sites = getCallSites(4, OPTIONS);
  for (let i = 0; i < sites.length; i++) {
    const { scriptName } = sites[i];
    if (!isOfGuard(scriptName)) return scriptName === script;
  }
  return false;
}

/** @param {string} name of a script */
function isOfGuard(name) {
  return startsWith(name, __dirname);
}

module.exports = { callerFile, isCalledByFormatting, isCalledBySending, isOfGuard };
