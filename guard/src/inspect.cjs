'use strict';
// `util.inspect` is handed to every object that prints itself, and its options, styles and colors are those of the whole
// process. Node's own options are frozen: who uses `util` has an `inspect` with options of its own (printing.cjs). Styles
// and colors only the application changes.

const {
  defineProperty, freeze, getOwnPropertyDescriptor, hasOwn, isArray, keysOf, ownKeys, preventExtensions, requireBuiltin,
} = require('./primordials.cjs');
const { callerFile } = require('./caller.cjs');
const { followOnConsole, newPrinting } = require('./printing.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/** @param {(file: string) => Package | undefined} packageOf */
function closeInspect(packageOf) {
  const util = requireBuiltin('util');
  const { inspect } = util;
  function caller() {
    const file = callerFile(false);
    return file === undefined ? undefined : packageOf(file);
  }

  closeTable(inspect.styles, caller);
  closeTable(inspect.colors, caller);
  // stops `inspect.defaultOptions.depth = -1` in a method that prints an object
  freeze(inspect.defaultOptions);
  const keys = ownKeys(inspect);
  for (let i = 0; i < keys.length; i++) {
    const own = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(inspect, keys[i]));
    if (own.configurable && 'value' in own) defineProperty(inspect, keys[i], { __proto__: null, writable: false, configurable: false });
  }
  preventExtensions(inspect);
  // trusted packages have the module itself, and share theirs with what the console prints
  const printing = newPrinting(util, followOnConsole);
  util.inspect = printing.inspect;
  util.format = printing.format;
  util.formatWithOptions = printing.formatWithOptions;
}

/**
 * Stops `inspect.colors.red = [text for the terminal]` in `[nodejs.util.inspect.custom](depth, options, inspect)`.
 * The entries stay cheap to read, for printing does so for each word.
 * @param {any} table @param {() => Package | undefined} caller
 */
function closeTable(table, caller) {
  const keys = keysOf(table);
  for (let i = 0; i < keys.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(table, keys[i]));
    if (!hasOwn(d, 'value') || !d.configurable) continue;
    let { value } = d;
    // a color is two numbers that go to the terminal as they are
    if (isArray(value)) freeze(value);
    // since Node 26 a style is a function with the colors that it uses
    if (typeof value === 'function') freezeWhole(value);
    defineProperty(table, keys[i], {
      __proto__: null, enumerable: true, configurable: false,
      get: () => value,
      set: (/** @type {any} */ next) => {
        if (caller()?.trusted) value = next;
      },
    });
  }
  freeze(table);
}

/** An object and the lists in it. @param {any} value */
function freezeWhole(value) {
  const keys = ownKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const held = getOwnPropertyDescriptor(value, keys[i])?.value;
    if (isArray(held)) freeze(held);
  }
  freeze(value);
}

module.exports = { closeInspect, freezeWhole };
