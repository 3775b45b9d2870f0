'use strict';
// A package's own view of `process`: the harmless members and the granted ones, each bound to the real process.

const {
  apply, arrayIncludes, create, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, ObjectPrototype, ownKeys, realProcess,
  SymbolToStringTag, WeakMap, weakMapGet, weakMapSet,
} = require('./primordials.cjs');
const { grantsGlobal } = require('./grants.cjs');
const { newOutputs } = require('./outputs.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

// These lead out of every view (CVE-2023-30581, CVE-2023-32559, CVE-2026-47140): a grant of `process` as a whole does
// not include them, only a grant by name does.
const DOORS = {
  __proto__: null, binding: true, _linkedBinding: true, dlopen: true, getBuiltinModule: true, mainModule: true, _debugProcess: true,
  _preload_modules: true,
  // the listeners of everybody
  _events: true,
  // the real streams, which everybody's output goes through; without the grant a package has its own
  stdout: true, stderr: true,
};
const SUBSCRIBES = {
  __proto__: null, on: true, once: true, addListener: true, prependListener: true, prependOnceListener: true,
};
// Their listeners are handed what belongs to others: listeners, workers, messages of Node itself. So each is a grant by name.
const HANDING = { __proto__: null, newListener: true, removeListener: true, worker: true, internalMessage: true };
const UNSUBSCRIBES = { __proto__: null, off: true, removeListener: true };

/**
 * @param {object} powers
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {boolean} powers.enforcing
 * @param {string[]} powers.harmless members of `process` that need no grant
 * @param {(pkg: Package, name: string) => any} powers.builtin a package's view of a builtin
 * @param {(pkg: Package) => any} powers.envFor a package's view of the environment
 * @param {import('./patches.cjs').Patches | undefined} powers.patches
 */
function newProcessViews({ denials, enforcing, harmless, builtin, envFor, patches }) {
  const free = create(null);
  for (let i = 0; i < harmless.length; i++) free[harmless[i]] = true;

  /** @param {Package} pkg */
  function processFor(pkg) {
    if (pkg.trusted && pkg.denied.length === 0 && pkg.patches.length === 0) return realProcess;
    return pkg.facades.process ??= made(pkg);
  }

  /** @param {Package} pkg */
  function made(pkg) {
    const view = build(pkg);
    return patches?.viewFor(pkg, 'process', view) ?? view;
  }

  /** @param {Package} pkg */
  function build(pkg) {
    const view = create(ObjectPrototype);
    const outputs = newOutputs();
    for (let from = realProcess; from !== null && from !== ObjectPrototype; from = getPrototypeOf(from)) {
      const keys = ownKeys(from);
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (typeof key !== 'string' || key === 'constructor' || hasOwn(view, key)) continue;
        const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(from, key));
        if (key === 'env') defineEnv(view, pkg, d);
        else if ((key === 'stdout' || key === 'stderr') && !granted(pkg, key)) giveOutput(view, key, outputs);
        else if (hasOwn(free, key) || granted(pkg, key)) give(view, pkg, key, d);
        else withhold(view, pkg, key);
      }
    }
    // Node sets these later or not at all; a package may ask all the same
    if (!hasOwn(view, 'mainModule') && !granted(pkg, 'mainModule')) withhold(view, pkg, 'mainModule');
    defineProperty(view, SymbolToStringTag, { __proto__: null, value: 'process', configurable: true });
    return view;
  }

  /** @param {Package} pkg @param {string} key */
  function granted(pkg, key) {
    if (!grantsGlobal(pkg, `process.${key}`)) return false;
    if (!hasOwn(DOORS, key) || pkg.trusted) return true;
    for (let i = 0; i < pkg.globals.length; i++) if (pkg.globals[i] === `process.${key}`) return true;
    return false;
  }

  /** @param {Package} pkg @param {unknown} event */
  function mayHear(pkg, event) {
    if (typeof event !== 'string' || !(event in HANDING) || arrayIncludes(pkg.globals, `process.on.${event}`)) return true;
    // stops `process.on('newListener', (event, listener) => …)` from getting the functions of others
    denials.report(pkg, `process.on.${event}`, 'use');
    return !enforcing;
  }

  /** @param {any} view @param {Package} pkg @param {string} key @param {PropertyDescriptor} d */
  function give(view, pkg, key, d) {
    /** @type {any} */
    let bound;
    const forwardsWrites = !hasOwn(free, key);
    defineProperty(view, key, {
      __proto__: null, configurable: true, enumerable: d.enumerable,
      get() {
        if (key === 'getBuiltinModule') return bound ??= (/** @type {string} */ name) => builtin(pkg, name);
        const value = realProcess[key];
        if (typeof value === 'function') {
          if (bound === undefined || weakMapGet(originals, bound) !== value) bound = bind(view, key, value, (event) => mayHear(pkg, event));
          return bound;
        }
        if (forwardsWrites || typeof value !== 'object' || value === null) return value;
        const copy = copyOf(value);
        defineProperty(view, key, { __proto__: null, value: copy, configurable: true, enumerable: true, writable: true });
        return copy;
      },
      /** @this {any} @param {unknown} next */
      set(next) {
        // exitCode and its kind mean the real process; a harmless member is replaced in this view only, and where the
        // accessor was copied to (a process of jest for its tests) there
        if (forwardsWrites && (d.set !== undefined || (this === view && typeof realProcess[key] !== 'function'))) realProcess[key] = next;
        else defineProperty(this, key, { __proto__: null, value: next, configurable: true, enumerable: true, writable: true });
      },
    });
  }

  /** @param {any} view @param {string} key @param {(key: string, real: any) => any} outputs */
  function giveOutput(view, key, outputs) {
    defineProperty(view, key, {
      __proto__: null, configurable: true, enumerable: true, get: () => outputs(key, realProcess[key]),
      /** @this {any} @param {unknown} next */
      set(next) {
        defineProperty(this, key, { __proto__: null, value: next, configurable: true, enumerable: true, writable: true });
      },
    });
  }

  /** @param {any} view @param {Package} pkg @param {string} key */
  function withhold(view, pkg, key) {
    defineProperty(view, key, {
      __proto__: null, configurable: true, enumerable: false,
      get() {
        denials.report(pkg, `process.${key}`, 'use');
        if (enforcing) return undefined;
        const value = realProcess[key];
        return typeof value === 'function' ? bind(view, key, value, () => true) : value;
      },
      /** @this {any} @param {unknown} next */
      set(next) {
        defineProperty(this, key, { __proto__: null, value: next, configurable: true, enumerable: true, writable: true });
      },
    });
  }

  /** @param {any} view @param {Package} pkg @param {PropertyDescriptor} d */
  function defineEnv(view, pkg, d) {
    defineProperty(view, 'env', { __proto__: null, configurable: true, enumerable: d.enumerable, writable: true, value: envFor(pkg) });
  }

  return { processFor };
}

const originals = new WeakMap();

/**
 * A function that calls the real one on the real process and never returns the real process. Listeners are called
 * with the view as `this`: the emitter calls them with itself, which would hand out everything.
 * @param {any} view @param {string} key @param {Function} real @param {(event: unknown) => boolean} mayHear
 */
function bind(view, key, real, mayHear) {
  const bound = { [key]: (/** @type {any[]} */ ...args) => {
    if (hasOwn(SUBSCRIBES, key)) {
      // an object would be one text here and another one in Node
      if (typeof args[0] !== 'symbol') args[0] = `${/** @type {any} */ (args[0])}`;
      if (!mayHear(args[0])) return view;
      if (typeof args[1] === 'function') args[1] = listenerOf(view, args[1]);
    } else if (hasOwn(UNSUBSCRIBES, key) && typeof args[1] === 'function') args[1] = weakMapGet(listeners, args[1]) ?? args[1];
    const result = apply(real, realProcess, args);
    return result === realProcess ? view : result;
  } }[key];
  const keys = ownKeys(real);
  for (let i = 0; i < keys.length; i++) {
    // statics such as `hrtime.bigint` and `memoryUsage.rss`
    const name = keys[i];
    if (name === 'length' || name === 'name' || name === 'prototype' || name === 'caller' || name === 'arguments') continue;
    const value = /** @type {any} */ (real)[name];
    defineProperty(bound, name, {
      __proto__: null, configurable: true, enumerable: true, writable: true,
      value: typeof value === 'function' ? (/** @type {any[]} */ ...args) => apply(value, real, args) : value,
    });
  }
  weakMapSet(originals, bound, real);
  return bound;
}

const listeners = new WeakMap();

/** @param {any} view @param {Function} listener */
function listenerOf(view, listener) {
  let wrapped = weakMapGet(listeners, listener);
  if (wrapped === undefined) {
    wrapped = (/** @type {any[]} */ ...args) => apply(listener, view, args);
    weakMapSet(listeners, listener, wrapped);
  }
  return wrapped;
}

/** `versions`, `release` and the like: a copy each, so that nobody changes what the others read. @param {any} value */
function copyOf(value) {
  const copy = create(ObjectPrototype);
  const keys = ownKeys(value);
  for (let i = 0; i < keys.length; i++) copy[keys[i]] = value[keys[i]];
  return copy;
}

module.exports = { newProcessViews };
