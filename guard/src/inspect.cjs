'use strict';
// `util.inspect` is handed to every object that prints itself, and its options, styles and colors are those of the
// whole process. Only the application changes them; what a package sets is its own to look at.

const {
  defineProperty, freeze, getOwnPropertyDescriptor, hasOwn, isArray, keysOf, ownKeys, preventExtensions, requireBuiltin,
} = require('./primordials.cjs');
const { callerFile } = require('./caller.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/** @param {(file: string) => Package | undefined} packageOf */
function closeInspect(packageOf) {
  const { inspect } = requireBuiltin('util');
  const d = getOwnPropertyDescriptor(inspect, 'defaultOptions');
  const get = /** @type {() => any} */ (d?.get);
  const set = /** @type {(options: any) => void} */ (d?.set);

  function caller() {
    const file = callerFile(false);
    return file === undefined ? undefined : packageOf(file);
  }

  const options = {
    // stops `inspect.defaultOptions.depth = -1` in `[nodejs.util.inspect.custom](depth, options, inspect)`
    get() {
      const pkg = caller();
      if (pkg?.trusted) return get();
      const copy = { ...get() };
      return pkg === undefined ? copy : pkg.facades.inspectOptions ??= copy;
    },
    set(/** @type {any} */ next) {
      const pkg = caller();
      if (pkg?.trusted) set(next);
      else if (pkg !== undefined) pkg.facades.inspectOptions = { ...get(), ...next };
    },
  };
  defineProperty(inspect, 'defaultOptions', { __proto__: null, get: options.get, set: options.set, enumerable: true, configurable: false });
  closeTable(inspect.styles, caller);
  closeTable(inspect.colors, caller);
  const keys = ownKeys(inspect);
  for (let i = 0; i < keys.length; i++) {
    const own = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(inspect, keys[i]));
    if (own.configurable && 'value' in own) defineProperty(inspect, keys[i], { __proto__: null, writable: false, configurable: false });
  }
  preventExtensions(inspect);
}

/**
 * The entries stay as they are to read, for printing does so for each word.
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

module.exports = { closeInspect };
