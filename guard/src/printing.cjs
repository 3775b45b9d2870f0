'use strict';
// `inspect`, `format` and `formatWithOptions` of `node:util` with default options of their own: one set for the
// application, whose console obeys them too, and one for each package.

const {
  apply, arrayConcat, arraySlice, create, defineProperty, getOwnPropertyDescriptor, isArray, keysOf, ObjectPrototype, ownKeys, preventExtensions, realConsole, requireBuiltin,
  String,
} = require('./primordials.cjs');

/**
 * @typedef {{ inspect: any, format: any, formatWithOptions: any }} Printing
 * @typedef {() => Record<string, any> | undefined} Changed what differs from Node's own options, if anything
 */

/** Node's own. */
const { inspect: { defaultOptions: fixed } } = requireBuiltin('util');
const names = keysOf(fixed);

/**
 * @param {any} util what prints
 * @param {(changed: Changed) => void} [onAsked] called when somebody first asks for the options
 * @returns {Printing}
 */
function newPrinting(util, onAsked) {
  const { inspect: real, format: realFormat, formatWithOptions: realFormatWithOptions } = util;
  /** @type {any} */
  let options;

  function optionsOfOwn() {
    if (options !== undefined) return options;
    options = merged(fixed, undefined);
    for (let i = 0; i < names.length; i++) defineProperty(options, names[i], { __proto__: null, configurable: false });
    preventExtensions(options);
    onAsked?.(changed);
    return options;
  }

  /** @type {Changed} */
  function changed() {
    let result;
    for (let i = 0; options !== undefined && i < names.length; i++) {
      const name = names[i];
      if (options[name] !== fixed[name]) (result ??= create(ObjectPrototype))[name] = options[name];
    }
    return result;
  }

  const { inspect, format, formatWithOptions } = {
    /** @param {any} value @param {any} [given] */
    inspect(value, given) {
      const own = changed();
      if (own === undefined) return apply(real, undefined, arguments);
      // the old way: (value, showHidden, depth, colors)
      if (arguments[2] !== undefined) own.depth = arguments[2];
      if (arguments[3] !== undefined) own.colors = arguments[3];
      return real(value, typeof given === 'boolean' ? merged(own, { showHidden: given }) : merged(own, given));
    },
    /** @param {any} [_] @returns {string} */
    format(_) {
      const own = changed();
      // with `arguments`, which V8 hands on without a copy
      return own === undefined ? apply(realFormat, undefined, arguments) : apply(realFormatWithOptions, undefined, arrayConcat([own], arraySlice(arguments)));
    },
    /** @param {any} given @param {any[]} args */
    formatWithOptions(given, ...args) {
      const own = changed();
      const used = own === undefined || typeof given !== 'object' || given === null ? given : merged(own, given);
      return apply(realFormatWithOptions, undefined, arrayConcat([used], args));
    },
  };
  const keys = ownKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(real, keys[i]));
    if (keys[i] === 'prototype') continue;
    if ('value' in d) d.writable = d.configurable = true;
    else {
      const { set } = d;
      d.get = optionsOfOwn;
      d.set = (/** @type {any} */ next) => {
        // Node's own words for what are no options
        if (typeof next !== 'object' || next === null || isArray(next)) apply(/** @type {any} */ (set), real, [next]);
        const target = optionsOfOwn();
        const given = keysOf(next);
        for (let k = 0; k < given.length; k++) target[given[k]] = next[given[k]];
      };
    }
    defineProperty(inspect, keys[i], d);
  }
  return { inspect, format, formatWithOptions };
}

/** @param {any} first @param {any} second what counts more @returns {any} */
function merged(first, second) {
  const result = create(ObjectPrototype);
  const sources = [first, second];
  for (let i = 0; i < sources.length; i++) {
    const keys = typeof sources[i] === 'object' && sources[i] !== null ? keysOf(sources[i]) : [];
    for (let k = 0; k < keys.length; k++) result[keys[k]] = sources[i][keys[k]];
  }
  return result;
}

/** What the application's console prints obeys the application's options. @param {Changed} changed */
function followOnConsole(changed) {
  const keys = ownKeys(realConsole);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== 'symbol' || String(key) !== 'Symbol(kGetInspectOptions)') continue;
    const original = realConsole[key];
    defineProperty(realConsole, key, {
      __proto__: null, configurable: true, enumerable: false, writable: true,
      /** @this {any} @param {any[]} args */
      value(...args) {
        const own = changed();
        const given = apply(original, this, args);
        return own === undefined ? given : merged(own, given);
      },
    });
  }
}

module.exports = { followOnConsole, newPrinting };
