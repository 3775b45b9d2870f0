'use strict';
// Steps of ECMA-262 that the guard's `replace`, `match` and `split` of regular expressions share.

const { apply, charCodeAt: charCode, indexOf, RegExpPrototype, TypeError } = require('./primordials.cjs');

const { exec: originalExec } = RegExpPrototype;
const MAX_SAFE = 9007199254740991;

/** @param {unknown} value */
function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** @param {any} rx @param {string} text */
function execOf(rx, text) {
  return execBy(rx.exec, rx, text);
}

/** @param {any} exec what `rx.exec` is @param {any} rx @param {string} text */
function execBy(exec, rx, text) {
  if (exec === originalExec || typeof exec !== 'function') return apply(originalExec, rx, [text]);
  const result = apply(exec, rx, [text]);
  if (result !== null && !isObject(result)) throw new TypeError('object null or function expected');
  return result;
}

/** @param {unknown} value @returns {number} */
function toIntegerOrInfinity(value) {
  // @ts-ignore the language converts
  const n = +value;
  if (n !== n || n === 0) return 0;
  if (n === Infinity || n === -Infinity) return n;
  const rest = n % 1;
  return n - rest + 0;
}

/** @param {unknown} value @returns {number} */
function toLength(value) {
  if (typeof value === 'number' && value >= 0 && value <= 0x3fffffff && (value | 0) === value) return value;
  const n = toIntegerOrInfinity(value);
  if (n <= 0) return 0;
  return n > MAX_SAFE ? MAX_SAFE : n;
}

/** @param {string} text @param {number} index @param {boolean} unicode */
function advance(text, index, unicode) {
  if (!unicode || index + 1 >= text.length) return index + 1;
  const first = charCode(text, index);
  if (first < 0xd800 || first > 0xdbff) return index + 1;
  const second = charCode(text, index + 1);
  return second < 0xdc00 || second > 0xdfff ? index + 1 : index + 2;
}

/** @param {any} rx @param {string} text @param {boolean} unicode */
function skipEmpty(rx, text, unicode) {
  rx.lastIndex = advance(text, toLength(rx.lastIndex), unicode);
}

/** @param {string} flags */
function isUnicode(flags) {
  return indexOf(flags, 'u') >= 0 || indexOf(flags, 'v') >= 0;
}

/** @param {any} rx @param {string} name */
function requireObject(rx, name) {
  if (!isObject(rx)) throw new TypeError(`RegExp.prototype.${name} called on incompatible receiver ${typeof rx === 'symbol' ? 'symbol' : rx}`);
}

module.exports = { advance, execBy, execOf, isObject, isUnicode, originalExec, requireObject, skipEmpty, toIntegerOrInfinity, toLength };
