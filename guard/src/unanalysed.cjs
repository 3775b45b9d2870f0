'use strict';
// ES modules that nobody analysed: those that a tool of the application writes while it runs. Which names such a text
// declares takes a parser to know. A name that surely is free is imported in front of the first line; every other one
// is answered by the global object, when the module itself looks it up.

const {
  arrayPush, fileURLToPath, getCallSites, includes, Map, mapGet, mapSet, realGlobal, RegExp, regExpExec, slice, startsWith,
} = require('./primordials.cjs');
const { isOfGuard } = require('./caller.cjs');

/** Modules with names that the global object answers, and their texts as they run. @type {Map<string, string>} */
const doubtful = new Map();
let any = false;

/**
 * Those of the names that are free in a text for sure. To be imported beside its own declaration would be a syntax error.
 * @param {string} text @param {string[]} names that the text mentions
 */
function surelyFree(text, names) {
  /** @type {string[]} */
  const sure = [];
  for (let i = 0; i < names.length; i++) if (isSurelyFree(text, names[i])) arrayPush(sure, names[i]);
  return sure;
}

/**
 * What declares a name never goes on with a dot, whatever strings, templates and comments there are, but `let x` may
 * end where a line begins with `.5`. An escape may spell the name differently.
 * @param {string} text @param {string} name
 */
function isSurelyFree(text, name) {
  return !includes(text, '\\u') && regExpExec(new RegExp(`(?<![\\w$])${name}(?![\\w$])(?!\\s*(?:\\?\\s*)?\\.(?!\\d))`), text) === null;
}

/** Lets the global object answer a module that is about to run. @param {string} file @param {string} text */
function answerFor(file, text) {
  any = true;
  mapSet(doubtful, file, text);
}

/**
 * The module that looks a name up on the global object, when the analysis never saw it: its own code stands on top of
 * the stack, where it names it. So a module that calls a function for somebody, even the getter itself, gets nothing
 * for them: neither by way of `map` and its kind nor where the name is not written.
 * @param {unknown} receiver @param {string} name
 * @returns {string | undefined}
 */
function doubtfulModule(receiver, name) {
  if (receiver !== realGlobal || !any) return undefined;
  const sites = getCallSites(8, { __proto__: null, sourceMap: false });
  for (let i = 0; i < sites.length; i++) {
    const { scriptName, lineNumber } = sites[i];
    if (isOfGuard(scriptName)) continue;
    if (!startsWith(scriptName, 'file:')) return undefined;
    const file = fileURLToPath(scriptName);
    const text = mapGet(doubtful, file);
    return text !== undefined && standsAt(text, lineNumber, sites[i].columnNumber ?? sites[i].column, name) ? file : undefined;
  }
  return undefined;
}

/** @param {string} text @param {number} line from 1 @param {number} column from 1 @param {string} name */
function standsAt(text, line, column, name) {
  let start = 0;
  const ends = new RegExp('\\r\\n|[\\n\\r\\u2028\\u2029]', 'g');
  for (let i = 1; i < line; i++) {
    if (regExpExec(ends, text) === null) return false;
    start = ends.lastIndex;
  }
  // V8 says where the expression or the statement begins that looks the name up
  const near = slice(text, start + column - 1, start + column - 1 + NEAR);
  return regExpExec(new RegExp(`(?<![\\w$]|[^.]\\.)${name}(?![\\w$])`), near) !== null;
}

const NEAR = 400;

module.exports = { answerFor, doubtfulModule, surelyFree };
