'use strict';
// `--enable-source-maps`: Node notes the source map of what its own loader compiles, and of code from text that has a
// `sourceURL`. The second way is open to the guard, which compiles CommonJS itself.

const { codeConstructors, includes, pathToFileURL, RegExp, regExpExec, urlHref } = require('./primordials.cjs');

/** @param {string} file absolute path @param {string} text of the file */
function noteSourceMap(file, text) {
  if (!includes(text, 'sourceMappingURL=')) return;
  const magic = new RegExp('//[#@]\\s+sourceMappingURL=([^\\s\'"]+)\\s*$', 'gm');
  let map;
  for (let match = regExpExec(magic, text); match !== null; match = regExpExec(magic, text)) map = match[1];
  if (map === undefined) return;
  // a function of comments alone: neither the file's name, a URL, nor the map's, without space, can end the line
  new codeConstructors[0](`//# sourceURL=${urlHref(pathToFileURL(file))}\n//# sourceMappingURL=${map}`);
}

module.exports = { noteSourceMap };
