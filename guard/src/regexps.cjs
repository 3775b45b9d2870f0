'use strict';
// Regular expressions at speed. V8's own `replace`, `match` and `split` are fast only while nothing of `RegExp.prototype`
// was changed, closing included, and 3 to 30 times slower after. Those here follow ECMA-262 step by step over the
// `exec` that stays fast, so a package that overrides `exec`, `flags` or the species on its own objects gets what the
// language says. They are put in place before the prototype is frozen.

const { defineProperty, getOwnPropertyDescriptor, indexOf, RegExpPrototype, SymbolMatch, SymbolReplace, SymbolSplit } = require('./primordials.cjs');
const { execOf, isUnicode, requireObject, skipEmpty } = require('./regexp-steps.cjs');
const { replace } = require('./regexp-replace.cjs');
const { split } = require('./regexp-split.cjs');

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
  put(SymbolReplace, replace);
  put(SymbolMatch, matching[SymbolMatch]);
  put(SymbolSplit, split);
  defineProperty(RegExpPrototype, 'flags', { __proto__: null, get: readFlags });
}

/** @param {symbol} key @param {unknown} value */
function put(key, value) {
  defineProperty(RegExpPrototype, key, { __proto__: null, value });
}

module.exports = { keepRegExpsFast };
