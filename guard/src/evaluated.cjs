'use strict';
// Code that the real `eval` made imports as the file that called it. A package with the capability that has another one
// call it (`deputy.run(eval, "import('fs')")`) would import with that one's authority. So such code imports only where the
// file itself says `eval`: V8 keeps the place of the call with the text, and no text can name another place.

const { arrayIncludes, endsWith, evalOriginOf, fileNameOf, indexOf, isEvalSite, regExpExec, slice, startsWith } = require('./primordials.cjs');
const { isOfGuard } = require('./caller.cjs');
const { frames } = require('./traces.cjs');

/** Between `import()` and the hooks lie a few frames of Node, and none of packages for what a module imports itself. */
const DEPTH = 40;
/** Marks a file in whose name the guard has `eval` run a text, and where in its own code it does. */
const OF_GUARD = '#ambit';
const GUARDS_CALL = ':1:8)';

/** Whether a package was given an `eval` that the guard does not see. */
let given = false;

function realEvalGiven() {
  given = true;
}

/**
 * Called while an import is resolved.
 * @param {string} file that imports @param {string} url of the same @param {() => string} textOf the file as it is on disk
 * @param {number} shift how far its first line was moved
 * @returns {boolean} whether some other file's `eval` made the code that imports
 */
function isForeignText(file, url, textOf, shift) {
  if (!given) return false;
  const sites = frames(DEPTH);
  for (let i = 0; i < sites.length; i++) {
    const site = sites[i];
    const name = fileNameOf(site);
    if (isEvalSite(site)) return !saysEval(evalOriginOf(site), file, url, textOf, shift);
    if (typeof name === 'string' && !startsWith(name, 'node:') && !isOfGuard(name)) return false;
  }
  return false;
}

/** @param {unknown} origin @param {string} file @param {string} url @param {() => string} textOf @param {number} shift */
function saysEval(origin, file, url, textOf, shift) {
  // `eval at <function> (<file>:<line>:<column>)`; a `sourceURL` takes its place, and can hold no blank
  if (typeof origin !== 'string' || !startsWith(origin, 'eval at ') || indexOf(origin, 'eval at ', 8) >= 0) return false;
  if (endsWith(url, OF_GUARD)) return endsWith(origin, ` (${url}${GUARDS_CALL}`);
  const place = regExpExec(/:(\d+):(\d+)\)$/, origin);
  if (place === null) return false;
  const where = slice(origin, 0, origin.length - place[0].length);
  if (!endsWith(where, ` (${file}`) && !endsWith(where, ` (${url}`)) return false;
  const text = textOf();
  let start = 0;
  for (let line = 1; line < +place[1]; line++) start = indexOf(text, '\n', start) + 1;
  const at = start + +place[2] - 1 - (place[1] === '1' ? shift : 0);
  return slice(text, at, at + 4) === 'eval' && !arrayIncludes(['$', '_'], text[at + 4]);
}

module.exports = { isForeignText, OF_GUARD, realEvalGiven };
