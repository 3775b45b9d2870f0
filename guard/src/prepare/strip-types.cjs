'use strict';
// Takes the types out of TypeScript for the analysis, which reads JavaScript: the launcher gives the texts of files as one
// JSON array on standard input, and gets for each what Node makes of it when it runs it.

const fs = require('node:fs');
const { stripTypeScriptTypes } = require('node:module');

// it is experimental, and here nobody would see the warning
process.emitWarning = () => {};

/** @param {string} text @returns {{ text: string } | { message: string, line: number }} */
function stripped(text) {
  try {
    return { text: stripTypeScriptTypes(text) };
  } catch (error) {
    return transformed(text) ?? refusal(text, /** @type {any} */ (error));
  }
}

/** What `--experimental-transform-types` runs uses the same names. @param {string} text */
function transformed(text) {
  try {
    return { text: stripTypeScriptTypes(text, { mode: 'transform' }) };
  } catch {
    // Node 26 has no such mode
    return undefined;
  }
}

/** The line stands in the stack alone, after the name that the text was given. @param {string} text @param {Error} error */
function refusal(text, error) {
  try {
    stripTypeScriptTypes(text, { sourceUrl: 'source' });
  } catch (again) {
    const line = /^source:(\d+)\n/.exec(/** @type {any} */ (again).stack);
    if (line !== null) return { message: error.message, line: +line[1] };
  }
  return { message: error.message, line: 1 };
}

fs.writeFileSync(1, JSON.stringify(JSON.parse(fs.readFileSync(0, 'utf8')).map(stripped)));
