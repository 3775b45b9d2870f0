'use strict';
// Regular expressions at speed. V8's own `replace`, `match` and `split` are fast only while nothing of `RegExp.prototype`
// was changed, closing included, and 3 to 30 times slower after. Those here follow ECMA-262 step by step over the
// `exec` that stays fast, so a package that overrides `exec`, `flags` or the species on its own objects gets what the
// language says. They are put in place before the prototype is frozen.

const {
  apply, arrayPush, charCodeAt: charCode, construct, defineProperty, getOwnPropertyDescriptor, indexOf, Object: ToObject, Proxy, RegExp, RegExpPrototype, slice,
  SymbolMatch, SymbolReplace, SymbolSpecies, SymbolSplit, TypeError,
} = require('./primordials.cjs');

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

/** What `$1`, `$&` and their kind in a replacement stand for. */
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/**
 * @param {string} template with a `$` at `at`
 * @param {number} at
 * @param {string} matched @param {string} text @param {number} position
 * @param {any[]} captures the match, then its groups
 * @param {any} named
 */
function substitute(template, at, matched, text, position, captures, named) {
  const { length } = template;
  let result = '';
  let from = 0;
  for (; at >= 0 && at + 1 < length; at = indexOf(template, '$', at)) {
    result += slice(template, from, at);
    const code = charCode(template, at + 1);
    let end = at + 2;
    if (code === 36) result += '$';
    else if (code === 38) result += matched;
    else if (code === 96) result += slice(text, 0, position);
    else if (code === 39) {
      const tail = position + matched.length;
      result += tail >= text.length ? '' : slice(text, tail);
    } else if (code >= DIGIT_0 && code <= DIGIT_9) {
      let index = code - DIGIT_0;
      const second = end < length ? charCode(template, end) : 0;
      if (second >= DIGIT_0 && second <= DIGIT_9 && index * 10 + second - DIGIT_0 < captures.length) {
        index = index * 10 + second - DIGIT_0;
        end++;
      }
      if (index >= 1 && index < captures.length) {
        const capture = captures[index];
        if (capture !== undefined) result += capture;
      } else {
        result += slice(template, at, end);
      }
    } else if (code === 60 && named !== undefined) {
      const close = indexOf(template, '>', at);
      if (close < 0) {
        result += '$<';
      } else {
        const capture = named[slice(template, at + 2, close)];
        if (capture !== undefined) result += `${capture}`;
        end = close + 1;
      }
    } else {
      result += '$';
      end = at + 1;
    }
    from = at = end;
  }
  return from === 0 ? template : result + slice(template, from);
}

/**
 * What comes of a match that V8's own `exec` found: nobody can see how it is read.
 * @param {any} result @param {string} text @param {any} replacer @param {string} template @param {number} dollar
 */
function replacementOf(result, text, replacer, template, dollar) {
  const { index, groups } = result;
  if (replacer !== undefined) {
    const { length } = result;
    if (groups === undefined) {
      if (length === 1) return `${replacer(result[0], index, text)}`;
      if (length === 2) return `${replacer(result[0], result[1], index, text)}`;
    }
    const args = [];
    for (let n = 0; n < length; n++) args[n] = result[n];
    args[args.length] = index;
    args[args.length] = text;
    if (groups !== undefined) args[args.length] = groups;
    return `${apply(replacer, undefined, args)}`;
  }
  return dollar < 0 ? template : substitute(template, dollar, result[0], text, index, result, groups);
}

/**
 * What comes of a match that a package's `exec` made up.
 * @param {any} result @param {string} matched @param {number} position @param {string} text @param {any} replacer
 * @param {string} template @param {number} dollar
 */
function replacementOfForeign(result, matched, position, text, replacer, template, dollar) {
  const count = toLength(result.length);
  const args = [matched];
  for (let n = 1; n < count; n++) {
    const capture = result[n];
    args[n] = capture === undefined ? capture : `${capture}`;
  }
  const { groups } = result;
  if (replacer !== undefined) {
    arrayPush(args, position, text);
    if (groups !== undefined) arrayPush(args, groups);
    return `${apply(replacer, undefined, args)}`;
  }
  if (groups === null) throw new TypeError('Cannot convert undefined or null to object');
  return dollar < 0 ? template : substitute(template, dollar, matched, text, position, args, groups === undefined ? groups : ToObject(groups));
}

const replacing = {
  /** @this {any} @param {any} string @param {any} replaceValue */
  [SymbolReplace](string, replaceValue) {
    const rx = this;
    requireObject(rx, '@@replace');
    const text = `${string}`;
    const replacer = typeof replaceValue === 'function' ? replaceValue : undefined;
    const template = replacer === undefined ? `${replaceValue}` : '';
    const dollar = indexOf(template, '$');
    const flags = `${rx.flags}`;
    const results = [];
    const unicode = isUnicode(flags);
    const global = indexOf(flags, 'g') >= 0;
    if (global) rx.lastIndex = 0;
    // V8's own `exec` all the way
    let own = true;
    do {
      const { exec } = rx;
      if (exec !== originalExec) own = false;
      const result = execBy(exec, rx, text);
      if (result === null) break;
      results[results.length] = result;
      if (global && `${result[0]}` === '') skipEmpty(rx, text, unicode);
    } while (global);
    let accumulated = '';
    let next = 0;
    for (let i = 0; i < results.length; i++) {
      const result = results[i];
      if (own) {
        const { index } = result;
        // a replacer may run anything, but what was found stays found
        const replacement = replacementOf(result, text, replacer, template, dollar);
        accumulated += next === index ? replacement : slice(text, next, index) + replacement;
        next = index + result[0].length;
        continue;
      }
      const matched = `${result[0]}`;
      let position = toIntegerOrInfinity(result.index);
      if (position < 0) position = 0;
      else if (position > text.length) position = text.length;
      const replacement = replacementOfForeign(result, matched, position, text, replacer, template, dollar);
      if (position >= next) {
        accumulated += slice(text, next, position) + replacement;
        next = position + matched.length;
      }
    }
    return next >= text.length ? accumulated : accumulated + slice(text, next);
  },
};

const matching = {
  /** @this {any} @param {any} string */
  [SymbolMatch](string) {
    const rx = this;
    requireObject(rx, '@@match');
    const text = `${string}`;
    const flags = `${rx.flags}`;
    if (indexOf(flags, 'g') < 0) return execOf(rx, text);
    const unicode = isUnicode(flags);
    rx.lastIndex = 0;
    /** @type {string[]} */
    const found = [];
    for (let result = execOf(rx, text); result !== null; result = execOf(rx, text)) {
      const matched = `${result[0]}`;
      found[found.length] = matched;
      if (matched === '') skipEmpty(rx, text, unicode);
    }
    return found.length === 0 ? null : found;
  },
};

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

/** As V8's, which reads the flags one by one and is 10 times slower on a closed prototype. */
const { get: readFlags } = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor({
  /** @this {any} */
  get flags() {
    requireObject(this, 'flags');
    let flags = '';
    if (this.hasIndices) flags += 'd';
    if (this.global) flags += 'g';
    if (this.ignoreCase) flags += 'i';
    if (this.multiline) flags += 'm';
    if (this.dotAll) flags += 's';
    if (this.unicode) flags += 'u';
    if (this.unicodeSets) flags += 'v';
    if (this.sticky) flags += 'y';
    return flags;
  },
}, 'flags'));

/** Before `RegExp.prototype` is frozen. */
function keepRegExpsFast() {
  put(SymbolReplace, replacing[SymbolReplace]);
  put(SymbolMatch, matching[SymbolMatch]);
  put(SymbolSplit, splitting[SymbolSplit]);
  defineProperty(RegExpPrototype, 'flags', { __proto__: null, get: readFlags });
}

/** @param {symbol} key @param {unknown} value */
function put(key, value) {
  defineProperty(RegExpPrototype, key, { __proto__: null, value });
}

module.exports = { keepRegExpsFast };
