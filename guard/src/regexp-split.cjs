'use strict';
// `RegExp.prototype[Symbol.split]` at speed, step by step as ECMA-262 says (regexps.cjs tells why).

const { apply, arrayPush, construct, indexOf, Proxy, RegExp, RegExpPrototype, slice, SymbolSpecies, SymbolSplit, TypeError } = require('./primordials.cjs');
const { advance, execOf, isObject, isUnicode, originalExec, requireObject, toLength } = require('./regexp-steps.cjs');

/** The class that pieces are looked for with. @param {any} rx @returns {any} */
function speciesOf(rx) {
  const { constructor } = rx;
  if (constructor === undefined) return RegExp;
  if (!isObject(constructor)) throw new TypeError('The .constructor property is not an object');
  const species = /** @type {any} */ (constructor)[SymbolSpecies];
  if (species === undefined || species === null || species === RegExp) return RegExp;
  if (typeof species !== 'function') throw new TypeError('object.constructor[Symbol.species] is not a constructor');
  // throws for what is no constructor, and looks at nothing of what is
  construct(new Proxy(species, { __proto__: null, construct: () => ({}) }), []);
  return species;
}

/**
 * With V8's own `exec` one search finds what trying position after position would.
 * @param {any} searcher global, not sticky @param {string} text @param {number} limit @param {boolean} unicode
 */
function splitBySearch(searcher, text, limit, unicode) {
  /** @type {any[]} */
  const pieces = [];
  const { length } = text;
  let start = 0;
  let from = 0;
  while (from < length) {
    searcher.lastIndex = from;
    const match = apply(originalExec, searcher, [text]);
    if (match === null) break;
    const { index } = match;
    if (index >= length) break;
    const end = index + match[0].length;
    if (end === start) {
      from = advance(text, index, unicode);
      continue;
    }
    pieces[pieces.length] = slice(text, start, index);
    if (pieces.length === limit) return pieces;
    start = end;
    for (let i = 1; i < match.length; i++) {
      pieces[pieces.length] = match[i];
      if (pieces.length === limit) return pieces;
    }
    from = end;
  }
  pieces[pieces.length] = slice(text, start);
  return pieces;
}

const splitting = {
  /** @this {any} @param {any} string @param {any} limit */
  [SymbolSplit](string, limit) {
    const rx = this;
    requireObject(rx, '@@split');
    const text = `${string}`;
    const species = speciesOf(rx);
    const flags = `${rx.flags}`;
    const unicode = isUnicode(flags);
    const searching = species === RegExp && RegExpPrototype.exec === originalExec;
    const splitter = searching ? new RegExp(rx, `g${without(flags)}`) : construct(species, [rx, indexOf(flags, 'y') >= 0 ? flags : `${flags}y`]);
    // ToUint32
    const most = limit === undefined ? 0xffffffff : limit >>> 0;
    if (most === 0) return [];
    if (text === '') return execOf(splitter, text) === null ? [text] : [];
    return searching ? splitBySearch(splitter, text, most, unicode) : splitByTrying(splitter, text, most, unicode);
  },
};

/** @param {string} flags */
function without(flags) {
  if (flags === '' || flags === 'g') return '';
  let kept = '';
  for (let i = 0; i < flags.length; i++) if (flags[i] !== 'g' && flags[i] !== 'y') kept += flags[i];
  return kept;
}

/** @param {any} splitter @param {string} text @param {number} limit @param {boolean} unicode */
function splitByTrying(splitter, text, limit, unicode) {
  /** @type {any[]} */
  const pieces = [];
  const { length } = text;
  let start = 0;
  let at = 0;
  while (at < length) {
    splitter.lastIndex = at;
    const match = execOf(splitter, text);
    let end = 0;
    if (match !== null) {
      end = toLength(splitter.lastIndex);
      if (end > length) end = length;
    }
    if (match === null || end === start) {
      at = advance(text, at, unicode);
      continue;
    }
    arrayPush(pieces, slice(text, start, at));
    if (pieces.length === limit) return pieces;
    start = end;
    const count = toLength(match.length);
    for (let i = 1; i < count; i++) {
      arrayPush(pieces, match[i]);
      if (pieces.length === limit) return pieces;
    }
    at = start;
  }
  arrayPush(pieces, slice(text, start));
  return pieces;
}

module.exports = { split: splitting[SymbolSplit] };
