'use strict';
// ES modules that nobody analysed: those that a tool of the application writes while it runs. Which names such a text
// declares takes a parser to know. A name that surely is free is imported in front of the first line; every other one
// is answered by the global object, when the module itself looks it up.

const { arrayPush, includes, realGlobal, RegExp, regExpExec, Set, setAdd, setHas, setSize } = require('./primordials.cjs');
const { callerFile } = require('./caller.cjs');

/** Modules whose doubtful names the global object answers. */
const doubtful = new Set();

/**
 * Those of the names that are free in a text for sure. To be imported beside its own declaration would be a syntax error.
 * @param {string} file @param {string} text @param {string[]} names that the text mentions
 */
function surelyFree(file, text, names) {
  /** @type {string[]} */
  const sure = [];
  for (let i = 0; i < names.length; i++) {
    if (isSurelyFree(text, names[i])) arrayPush(sure, names[i]);
    else setAdd(doubtful, file);
  }
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

/**
 * The module that looks a name up on the global object, when the analysis never saw it. A function that was handed the
 * getter and calls it has another receiver.
 * @param {unknown} receiver
 * @returns {string | undefined}
 */
function doubtfulModule(receiver) {
  if (receiver !== realGlobal || setSize(doubtful) === 0) return undefined;
  const file = callerFile(false);
  return file !== undefined && setHas(doubtful, file) ? file : undefined;
}

module.exports = { doubtfulModule, surelyFree };
