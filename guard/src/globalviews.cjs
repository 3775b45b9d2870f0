'use strict';
// `globalThis` as packages see it: one of its own for each declared package, and one for all trusted ones.

const {
  create, defineProperty, deleteProperty, getOwnPropertyDescriptor, hasOwn, keysOf, ownKeys, Proxy, realConsole, realGlobal,
  realPerformance, realProcess, reflectDefine, reflectDescriptor, reflectGet, reflectSet,
} = require('./primordials.cjs');
const { ACCESSORS, EAGER, capabilityOf } = require('./globals.cjs');
const { grantsGlobal } = require('./grants.cjs');
const { telling, tellTrusted } = require('./ownnames.cjs');
const { performanceFor } = require('./performance.cjs');
const { settable } = require('./settable.cjs');
const { DISPATCHERS, isDispatcher } = require('./web.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/**
 * @param {object} powers
 * @param {ReturnType<import('./manifest.cjs').readGlobals>} powers.knowledge
 * @param {boolean} powers.enforcing
 * @param {Package[]} powers.packages
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {ReturnType<import('./realms.cjs').newRealms>} powers.realms
 * @param {ReturnType<import('./web.cjs').newWebGlobals>} powers.web
 * @param {ReturnType<import('./globals.cjs').newGlobals>} powers.globals
 * @param {import('./globals.cjs').Additions | undefined} powers.additions
 * @param {import('./mocktimers.cjs').MockTimers | undefined} powers.mocks
 * @param {import('./patches.cjs').Patches | undefined} powers.patches
 */
function newGlobalViews({ knowledge, enforcing, packages, denials, realms, web, globals, additions, mocks, patches }) {
  const { powerful } = knowledge;
  const { chosen, closePerformance, currentDispatcher } = web;
  const { consoleFor, isKnown, isTaken, maySee, real, valueFor, webNames } = globals;
  const shared = create(null);
  /** Who put a new name on the global object. @type {Record<string, Package>} */
  const giver = create(null);

  /** An object of the language that the package may add names to. @param {Package} pkg @param {string} name */
  function extended(pkg, name) {
    const given = name === 'Function' && maySee(pkg, name) ? valueFor(pkg, name) : realGlobal[name];
    return additions?.viewFor(pkg, name, given);
  }

  /** @param {Package} pkg */
  function globalFor(pkg) {
    if (pkg.ownRealm) return pkg.facades.global ??= realms.globalIn(pkg);
    return pkg.facades.global ??= pkg.trusted && pkg.denied.length === 0 && pkg.patches.length === 0 ? sharedGlobal() : privateGlobal(pkg);
  }

  /**
   * The global object of a declared package: its own, writes stay on it.
   * @param {Package} pkg
   */
  function privateGlobal(pkg) {
    const view = create(realGlobal);
    const locked = [];
    for (let i = 0; i < EAGER.length; i++) locked[locked.length] = EAGER[i];
    for (let i = 0; i < knowledge.intrinsics.length; i++) locked[locked.length] = knowledge.intrinsics[i];
    for (let i = 0; i < locked.length; i++) {
      // a locked property of the prototype would refuse `globalThis.setTimeout = wrapped`
      const d = getOwnPropertyDescriptor(realGlobal, locked[i]);
      if (d !== undefined && 'value' in d && locked[i] !== 'undefined') {
        defineProperty(view, locked[i], { __proto__: null, value: d.value, writable: true, enumerable: false, configurable: true });
      }
    }
    defineProperty(view, 'console', { __proto__: null, value: consoleFor(pkg), writable: true, enumerable: false, configurable: true });
    for (let i = 0; i < ACCESSORS.length; i++) settable(view, ACCESSORS[i], () => realGlobal[ACCESSORS[i]]);
    const classes = webNames();
    for (let i = 0; i < classes.length; i++) settable(view, classes[i], () => realGlobal[classes[i]]);
    settable(view, 'performance', () => performanceFor(pkg));
    // undici of npm makes a dispatcher of its own where it finds none
    for (let i = 0; i < DISPATCHERS.length; i++) defineProperty(view, DISPATCHERS[i], { __proto__: null, value: undefined, writable: true, enumerable: false, configurable: true });
    const names = keysOf(powerful);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (maySee(pkg, name)) settable(view, name, () => valueFor(pkg, name));
      else if (name === 'Function' || name === 'eval') settable(view, name, () => realGlobal[name]);
      else if (isTaken(name)) {
        settable(view, name, () => {
          denials.report(pkg, capabilityOf(name), 'use');
          return enforcing ? undefined : valueFor(pkg, name);
        });
      }
    }
    const roots = additions?.extendedBy(pkg) ?? [];
    for (let i = 0; i < roots.length; i++) {
      defineProperty(view, roots[i], { __proto__: null, value: extended(pkg, roots[i]), writable: true, enumerable: false, configurable: true });
    }
    patches?.globalMade(pkg, view);
    const changed = pkg.patches.length === 0 ? undefined : (/** @type {PropertyKey} */ key) => patches?.globalChanged(pkg, key);
    const seen = telling(pkg, giving(pkg, view), (name) => (giver[name] === pkg ? realGlobal[name] : undefined), changed);
    defineProperty(view, 'globalThis', { __proto__: null, value: seen, writable: true, enumerable: false, configurable: true });
    defineProperty(view, 'global', { __proto__: null, value: seen, writable: true, enumerable: false, configurable: true });
    return seen;
  }

  /**
   * Test frameworks put `describe` and its kind on the global object for the application's files. Names that neither
   * the language nor Node has go there, and free names of other packages never lead there.
   * @param {Package} pkg @param {any} view
   */
  function giving(pkg, view) {
    if (enforcing && !grantsGlobal(pkg, 'globalThis')) return view;
    const isNew = (/** @type {any} */ key) => typeof key === 'string' && !isKnown(key) && !hasOwn(powerful, key)
      && key !== 'globalThis' && key !== 'global' && !hasOwn(view, key);
    return new Proxy(view, {
      __proto__: null,
      set: (/** @type {any} */ _, /** @type {any} */ key, /** @type {unknown} */ value) => {
        if (!isNew(key)) return reflectSet(view, key, value);
        giver[key] = pkg;
        return reflectSet(realGlobal, key, value);
      },
      defineProperty: (/** @type {any} */ _, /** @type {any} */ key, /** @type {PropertyDescriptor} */ d) => {
        if (!isNew(key)) return reflectDefine(view, key, d);
        giver[key] = pkg;
        // a locked name could not be shown through this view
        return reflectDefine(realGlobal, key, { __proto__: null, ...d, configurable: true });
      },
      deleteProperty: (/** @type {any} */ _, /** @type {any} */ key) => {
        if (!hasOwn(view, key) && giver[key] === pkg) return deleteProperty(realGlobal, key);
        return deleteProperty(view, key);
      },
    });
  }

  /** Says who would give the application a name that it lacks. @param {string} name */
  function missed(name) {
    if (name in giver) {
      if (!enforcing && !giver[name].trusted && !grantsGlobal(giver[name], 'globalThis')) denials.report(giver[name], 'globalThis', 'use');
      return;
    }
    for (let i = 0; i < packages.length; i++) {
      const { global } = packages[i].facades;
      if (!packages[i].trusted && global !== undefined && hasOwn(global, name)) {
        denials.report(packages[i], 'globalThis', 'use', { message: `${packages[i].id} may not give \`${name}\` to the application` });
      }
    }
  }

  /** The global object of trusted packages: the real one, with the powerful names. */
  function sharedGlobal() {
    if (shared.view !== undefined) return shared.view;
    const overlay = create(null);
    // the one on the real global object is frozen
    overlay.console = realConsole;
    settable(overlay, 'performance', () => {
      closePerformance();
      return realPerformance();
    });
    const has = (/** @type {any} */ key) => typeof key === 'string' && hasOwn(powerful, key) && isTaken(key);
    const target = {};
    shared.replaces = (/** @type {string} */ name) => hasOwn(overlay, name);
    const get = (/** @type {any} */ _, /** @type {any} */ key) => {
      if (key === 'globalThis' || key === 'global') return shared.view;
      if (isDispatcher(key)) return currentDispatcher();
      if (hasOwn(overlay, key)) return overlay[key];
      if (key === 'Function' || key === 'eval') return valueFor(packages[0], key);
      return has(key) ? (key === 'process' ? realProcess : real(/** @type {string} */ (key))) : reflectGet(realGlobal, key);
    };
    shared.view = new Proxy(target, {
      __proto__: null, get,
      set: (/** @type {any} */ _, /** @type {any} */ key, /** @type {unknown} */ value) => {
        if (isDispatcher(key)) chosen[key] = value;
        else if (has(key) || hasOwn(overlay, key) || mocks?.has(key) || !reflectSet(realGlobal, key, value)) overlay[key] = value;
        tellTrusted(key, () => get(target, key));
        return true;
      },
      has: (/** @type {any} */ _, /** @type {any} */ key) => key in realGlobal || key in overlay,
      deleteProperty: (/** @type {any} */ _, /** @type {any} */ key) => {
        // the name means again what it meant before
        const replaced = hasOwn(overlay, key);
        delete overlay[key];
        tellTrusted(key, () => get(target, key));
        return replaced || has(key) || deleteProperty(realGlobal, key);
      },
      ownKeys: () => ownKeys(realGlobal),
      getPrototypeOf: () => realGlobal.Object.prototype,
      getOwnPropertyDescriptor: (/** @type {any} */ _, /** @type {any} */ key) => {
        const own = reflectDescriptor(target, key);
        if (own !== undefined) return own;
        if (hasOwn(overlay, key) || has(key)) {
          return { get: () => get(target, key), set: (/** @type {unknown} */ value) => { shared.view[key] = value; }, enumerable: false, configurable: true };
        }
        const d = reflectDescriptor(realGlobal, key);
        if (d !== undefined) d.configurable = true;
        return d;
      },
      defineProperty: (/** @type {any} */ _, /** @type {any} */ key, /** @type {PropertyDescriptor} */ d) => {
        if (isDispatcher(key)) chosen[key] = d.value;
        else if (has(key) || !reflectDefine(realGlobal, key, d)) overlay[key] = reflectGet(create(null, { it: d }), 'it');
        tellTrusted(key, () => get(target, key));
        return d.configurable === false ? reflectDefine(target, key, d) : true;
      },
    });
    return shared.view;
  }

  /** For whoever replaces a name for everybody. */
  function sharedNames() {
    return { view: sharedGlobal(), replaces: shared.replaces };
  }

  return { extended, globalFor, missed, sharedNames };
}

module.exports = { newGlobalViews };
