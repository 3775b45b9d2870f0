'use strict';
// TypeScript as Node runs it: its own function blanks out the types, of the very text that was verified, and nobody stands
// between. Positions stay, so whoever counts lines and columns of a file counts the same in what runs.

const {
  apply, endsWith, moduleCompile, nodeVersion, pathToFileURL, realProcess, regExpExec, startsWith, stripTypeScriptTypes, urlHref,
} = require('./primordials.cjs');

/** @param {string} file */
function isTypeScript(file) {
  return file[file.length - 1] === 's' && (endsWith(file, '.ts') || endsWith(file, '.mts') || endsWith(file, '.cts'));
}

/** What Node does with types: `strip`, `transform`, or false where it does not read TypeScript. @returns {string | false} */
function typing() {
  return /** @type {any} */ (realProcess.features).typescript ?? false;
}

/** @param {string} file whether it is one that Node compiles after taking its types away */
function isStripped(file) {
  return isTypeScript(file) && typing() !== false;
}

/** Whether Node refuses a file for its types: it leaves those of what was installed. @param {string} file absolute */
function isRefused(file) {
  return isStripped(file) && regExpExec(/[/\\]node_modules[/\\]/, file) !== null;
}

/**
 * The text of a source file as it is compiled.
 * @param {string} file absolute real path @param {string} text as it was verified
 * @param {string | undefined} url of an ES module @param {import('./recorded.cjs').Recorded} recorded
 * @param {string | undefined} digest that the policy manifest vouches for
 * @returns {string}
 * @throws {Error} Node's own, where types are not all that makes it TypeScript, and below `node_modules`
 */
function codeOf(file, text, url, { untypedOf, noteUntyped }, digest) {
  if (!isStripped(file)) return text;
  const name = nameOf(file, url);
  // transformed text depends on more flags than these
  const keeps = typing() === 'strip' && !isRefused(file);
  const kept = keeps ? untypedOf(name, digest) : undefined;
  if (kept !== undefined) return kept;
  const code = withoutTypes(text, file, url);
  if (keeps) noteUntyped(name, digest, code);
  return code;
}

/** The name that Node gives a text in stacks. @param {string} file @param {string} [url] of an ES module */
function nameOf(file, url) {
  return url ?? (startsWith(nodeVersion, 'v22.') ? file : urlHref(pathToFileURL(file)));
}

/** CommonJS that is imported is asked for twice: its names, then itself. */
const last = { text: '', name: '', code: '' };
let warned = false;

/** @param {string} text @param {string} file @param {string} [url] of an ES module */
function withoutTypes(text, file, url) {
  // in Node's own words
  if (isRefused(file)) apply(moduleCompile, {}, ['', url ?? file, 'commonjs-typescript']);
  const name = nameOf(file, url);
  if (last.text === text && last.name === name) return last.code;
  const transforms = typing() === 'transform';
  const options = { __proto__: null, mode: transforms ? 'transform' : 'strip', sourceUrl: name, sourceMap: transforms && realProcess.sourceMapsEnabled };
  const code = warned ? stripTypeScriptTypes(text, options) : quietly(() => stripTypeScriptTypes(text, options));
  last.text = text;
  last.name = name;
  last.code = code;
  return code;
}

/** The function warns that it is experimental, which Node's loader, in whose place it is called, does not. @param {() => string} strip */
function quietly(strip) {
  warned = true;
  const { emitWarning } = realProcess;
  realProcess.emitWarning = () => {};
  try {
    return strip();
  } finally {
    realProcess.emitWarning = emitWarning;
  }
}

module.exports = { codeOf, isRefused, isStripped, isTypeScript, typing, withoutTypes };
