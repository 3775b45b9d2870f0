'use strict';
// The real global object loses everything powerful; packages get it lexically. So sloppy `this`, indirect eval and
// `Function('return this')()` reach nothing.
//
// `Function` and `eval` are stand-ins there (code.cjs).

const {
  apply, bufferFrom, create, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, isBuiltin, keysOf,
  ownKeys, Proxy, realConsole, realGlobal, realPerformance, realProcess, reflectDefine, reflectDescriptor, reflectGet, reflectSet, regExpExec,
  requireBuiltin, arrayConcat, arrayIncludes, arrayPush, getCallSites, includes, startsWith,
} = require('./primordials.cjs');
const { callsEval } = require('./code.cjs');
const { grantsGlobal } = require('./grants.cjs');
const { newConsole, newFrozenConsole } = require('./consoles.cjs');
const { newFrozenPerformance, performanceFor } = require('./performance.cjs');
const { newTimers } = require('./timers.cjs');
const { doubtfulModule } = require('./unanalysed.cjs');
const { DISPATCHERS, isDispatcher } = require('./web.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {{ names: string[], values: any[] }} Endowments
 * @typedef {ReturnType<import('./additions.cjs').newAdditions>} Additions
 */

const STAYS = { __proto__: null, eval: true, Function: true };

/** What code made by direct `eval` in a file of a trusted package may well name, and costs nothing to have. */
const COMMON = ['process', 'globalThis', 'global', 'fetch', 'crypto', 'navigator', 'Function'];

// Host globals that are plain values from the start. The others are lazy in V8: to look at them would load them.
const EAGER = [
  'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'Event', 'EventTarget', 'console', 'queueMicrotask', 'structuredClone',
  'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'atob', 'btoa', 'global', 'globalThis',
];
const ACCESSORS = ['Buffer'];

/** Powerful globals that V8 makes on first sight, from where else they can be had, so that start need not load them. */
const ELSEWHERE = {
  __proto__: null,
  BroadcastChannel: () => requireBuiltin('worker_threads').BroadcastChannel,
  Crypto: () => requireBuiltin('crypto').webcrypto.constructor,
  CryptoKey: () => newCryptoKey().constructor,
  Navigator: (/** @type {(name: string) => any} */ real) => real('navigator')?.constructor,
  PerformanceObserver: () => requireBuiltin('perf_hooks').PerformanceObserver,
  Storage: (/** @type {(name: string) => any} */ real) => real('sessionStorage')?.constructor,
  SubtleCrypto: () => requireBuiltin('crypto').webcrypto.subtle.constructor,
};

function newCryptoKey() {
  const { createSecretKey } = requireBuiltin('crypto');
  const key = createSecretKey(bufferFrom('0123456789abcdef'));
  return apply(key.toCryptoKey, key, ['AES-GCM', true, ['encrypt']]);
}

/**
 * @param {object} powers
 * @param {ReturnType<import('./manifest.cjs').readGlobals>} powers.knowledge
 * @param {boolean} powers.enforcing
 * @param {Package[]} powers.packages
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {(pkg: Package) => any} powers.processFor
 * @param {ReturnType<import('./realms.cjs').newRealms>} powers.realms
 * @param {ReturnType<import('./code.cjs').newCode>} powers.code
 * @param {ReturnType<import('./web.cjs').newWebGlobals>} powers.web
 * @param {Additions | undefined} powers.additions
 */
function newGlobals({ knowledge, enforcing, packages, denials, packageOf, processFor, realms, code, web, additions }) {
  const powerful = knowledge.powerful;
  const { chosen, connecting, currentDispatcher, fetchBy, install } = web;
  /** @type {Record<string, PropertyDescriptor | undefined>} */
  const taken = create(null);
  const values = create(null);
  const shared = create(null);
  const known = create(null);
  /** Who put a new name on the global object. @type {Record<string, Package>} */
  const giver = create(null);
  for (let i = 0; i < knowledge.intrinsics.length; i++) known[knowledge.intrinsics[i]] = true;
  for (let i = 0; i < knowledge.harmless.length; i++) known[knowledge.harmless[i]] = true;

  // `hasOwnProperty` alone is the frozen one of `Object.prototype`, by way of the global object
  const inherited = ownKeys(getPrototypeOf({}));
  for (let i = 0; i < inherited.length; i++) if (typeof inherited[i] === 'string') known[inherited[i]] = true;

  /** The real value of a powerful global. @param {string} name @returns {any} */
  function real(name) {
    if (name in values) return values[name];
    let value;
    if (name === 'localStorage' && !storesOnDisk()) value = undefined;
    else if (name === 'WebSocket' || name === 'EventSource') value = taken[name] === undefined ? undefined : connecting(name);
    else if (name in ELSEWHERE && taken[name] !== undefined) value = apply(/** @type {any} */ (ELSEWHERE)[name], undefined, [real]);
    else value = taken[name] === undefined ? realGlobal[name] : reflectGet(create(null, { it: /** @type {any} */ (taken[name]) }), 'it', realGlobal);
    if (name === 'fetch' && typeof value === 'function') value = fetchBy(value);
    return values[name] = value;
  }

  /** @type {string[]} */
  let webNames = [];

  function scrub() {
    const names = keysOf(powerful);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (name in STAYS || !hasOwn(realGlobal, name)) continue;
      taken[name] = name in ELSEWHERE || name === 'WebSocket' || name === 'EventSource' ? {} : getOwnPropertyDescriptor(realGlobal, name);
      // V8 nails `gc` to the global object for who asked with `--expose-gc`; it gives nothing but time
      if (name === 'gc' && taken[name]?.configurable === false) continue;
      deleteProperty(realGlobal, name);
      defineProperty(realGlobal, name, {
        __proto__: null, configurable: false, enumerable: false, set: undefined,
        // stops `Function('return this')().process`, indirect eval and sloppy `this`
        /** @this {any} */
        get() {
          return name === 'WebAssembly' && isNodes() ? real(name) : answer(name, this);
        },
      });
    }
    /** @type {any} */
    let performance;
    defineProperty(realGlobal, 'performance', {
      __proto__: null, configurable: false, enumerable: true, get: () => performance ??= newFrozenPerformance(), set: undefined,
    });
    webNames = install();
    put('console', newFrozenConsole());
    const timers = newTimers();
    const timerNames = keysOf(timers);
    for (let i = 0; i < timerNames.length; i++) put(timerNames[i], timers[timerNames[i]]);
    for (let i = 0; i < EAGER.length; i++) lock(EAGER[i]);
    for (let i = 0; i < knowledge.intrinsics.length; i++) lock(knowledge.intrinsics[i]);
    for (let i = 0; i < ACCESSORS.length; i++) {
      const d = getOwnPropertyDescriptor(realGlobal, ACCESSORS[i]);
      if (d?.configurable) defineProperty(realGlobal, ACCESSORS[i], { __proto__: null, set: undefined, configurable: false });
    }
  }

  /** @param {string} name @param {any} value */
  function put(name, value) {
    defineProperty(realGlobal, name, { __proto__: null, value });
  }

  /** @param {Package} pkg */
  function consoleFor(pkg) {
    return pkg.trusted ? realConsole : pkg.facades.console ??= newConsole();
  }

  /** Stops a package from replacing what every other one uses. @param {string} name */
  function lock(name) {
    const d = getOwnPropertyDescriptor(realGlobal, name);
    if (d?.configurable && 'value' in d) defineProperty(realGlobal, name, { __proto__: null, writable: false, configurable: false });
  }

  /**
   * Whose code asks is read from the stack: good enough for a message, and for a module that looks the name up itself.
   * @param {string} name @param {unknown} receiver
   */
  function answer(name, receiver) {
    const file = doubtfulModule(receiver, name);
    const asking = file === undefined ? undefined : packageOf(file);
    if (asking !== undefined && maySee(asking, name)) return valueFor(asking, name);
    const places = denials.stack();
    const pkg = places.length > 0 ? packageOf(places[0].file) : undefined;
    if (pkg !== undefined && (enforcing || !pkg.trusted)) denials.report(pkg, capabilityOf(name), 'use');
    if (enforcing) return undefined;
    return name === 'process' ? realProcess : real(name);
  }

  /** What a package sees as a powerful global that it may use. @param {Package} pkg @param {string} name */
  function valueFor(pkg, name) {
    if (name === 'process') return processFor(pkg);
    if (name === 'Function') return code.functionFor(pkg);
    return name === 'eval' ? code.globalEvalFor(pkg) : real(name);
  }

  /** @param {Package} pkg @param {string} name */
  function maySee(pkg, name) {
    return name === 'process' || grantsGlobal(pkg, name);
  }

  /**
   * The names that a CommonJS file of a package gets, besides those of its module system.
   * @param {Package} pkg @param {string[]} free @param {string} text
   * @returns {Endowments}
   */
  function endowmentsOfFile(pkg, free, text) {
    // analysis does not list the harmless `console`, of which each package has its own
    const names = arrayConcat(free, ['console']);
    if (pkg.ownRealm || !arrayIncludes(free, 'eval')) return endowments(pkg, names);
    const result = endowments(pkg, callsEval(text) && code.grantsEval(pkg) ? arrayConcat(names, pkg.trusted ? COMMON : grantedNames(pkg)) : names);
    // ES modules cannot have a name `eval` and look it up on the real global object
    add(result, 'eval', code.evalFor(pkg, text));
    return result;
  }

  /** @param {Package} pkg */
  function grantedNames(pkg) {
    const names = ['process', 'globalThis', 'global'];
    const all = keysOf(powerful);
    for (let i = 0; i < all.length; i++) if (grantsGlobal(pkg, all[i])) arrayPush(names, all[i]);
    return names;
  }

  /**
   * What a text that a package makes code of can name.
   * @param {Package} pkg @param {string} text
   */
  function endowmentsOfText(pkg, text) {
    const named = mentioned(text);
    /** @type {string[]} */
    const names = [];
    for (let i = 0; i < named.length; i++) if (named[i] === 'globalThis' || named[i] === 'global' || maySee(pkg, named[i])) arrayPush(names, named[i]);
    if (includes(text, 'console')) arrayPush(names, 'console');
    const result = endowments(pkg, names);
    if (includes(text, 'eval') && code.grantsEval(pkg)) add(result, 'eval', code.evalFor(pkg, text));
    return result;
  }

  /**
   * The names that a file of a package gets, besides those of its module system.
   * @param {Package} pkg
   * @param {string[]} free
   * @returns {Endowments}
   */
  function endowments(pkg, free) {
    /** @type {Endowments} */
    const result = { names: [], values: [] };
    for (let i = 0; i < free.length; i++) {
      const name = free[i];
      if (!isBindable(name) || arrayIncludes(result.names, name)) continue;
      if (name === 'globalThis' || name === 'global') add(result, name, globalFor(pkg));
      else if (name === 'console') add(result, name, consoleFor(pkg));
      else if (additions?.extendsObject(pkg, name)) add(result, name, extended(pkg, name));
      else if (hasOwn(powerful, name)) endowPowerful(result, pkg, name);
      else if (pkg.authority === 'own' && !hasOwn(known, name)) missed(name);
      // what another package puts on the global object must not reach this one
      else if (!pkg.trusted && !pkg.ownRealm && enforcing && !hasOwn(known, name)) add(result, name, undefined);
    }
    return result;
  }

  /** An object of the language that the package may add names to. @param {Package} pkg @param {string} name */
  function extended(pkg, name) {
    const given = name === 'Function' && maySee(pkg, name) ? valueFor(pkg, name) : realGlobal[name];
    return additions?.viewFor(pkg, name, given);
  }

  /** @param {Endowments} result @param {Package} pkg @param {string} name */
  function endowPowerful(result, pkg, name) {
    // a realm of its own has a `Function` of its own
    if (maySee(pkg, name) && ((name === 'Function' && !pkg.ownRealm) || !(name in STAYS))) add(result, name, valueFor(pkg, name));
    // otherwise the accessor on the real global object answers, and says so
  }

  /** For a file that the analysis never saw: every powerful name that its text mentions. @param {string} text */
  function mentioned(text) {
    const names = keysOf(powerful);
    const found = includes(text, 'global') ? ['globalThis', 'global'] : [];
    for (let i = 0; i < names.length; i++) if (includes(text, names[i])) found[found.length] = names[i];
    return found;
  }

  /** @param {string} text */
  function mentionedInModule(text) {
    return includes(text, 'console') ? arrayConcat(mentioned(text), ['console']) : mentioned(text);
  }

  /** @param {Package} pkg */
  function globalFor(pkg) {
    if (pkg.ownRealm) return pkg.facades.global ??= realms.globalIn(pkg);
    return pkg.facades.global ??= pkg.trusted && pkg.denied.length === 0 ? sharedGlobal() : privateGlobal(pkg);
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
    for (let i = 0; i < webNames.length; i++) settable(view, webNames[i], () => realGlobal[webNames[i]]);
    settable(view, 'performance', () => performanceFor(pkg));
    // undici of npm makes a dispatcher of its own where it finds none
    for (let i = 0; i < DISPATCHERS.length; i++) defineProperty(view, DISPATCHERS[i], { __proto__: null, value: undefined, writable: true, enumerable: false, configurable: true });
    const names = keysOf(powerful);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (maySee(pkg, name)) settable(view, name, () => valueFor(pkg, name));
      else if (name === 'Function' || name === 'eval') settable(view, name, () => realGlobal[name]);
      else if (taken[name] !== undefined) {
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
    const seen = giving(pkg, view);
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
    const isNew = (/** @type {any} */ key) => typeof key === 'string' && !hasOwn(known, key) && !hasOwn(powerful, key)
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
    settable(overlay, 'performance', realPerformance);
    const has = (/** @type {any} */ key) => typeof key === 'string' && hasOwn(powerful, key) && taken[key] !== undefined;
    const target = {};
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
        else if (has(key) || hasOwn(overlay, key) || !reflectSet(realGlobal, key, value)) overlay[key] = value;
        return true;
      },
      has: (/** @type {any} */ _, /** @type {any} */ key) => key in realGlobal || key in overlay,
      deleteProperty: (/** @type {any} */ _, /** @type {any} */ key) => {
        delete overlay[key];
        return has(key) || deleteProperty(realGlobal, key);
      },
      ownKeys: () => ownKeys(realGlobal),
      getPrototypeOf: () => realGlobal.Object.prototype,
      getOwnPropertyDescriptor: (/** @type {any} */ _, /** @type {any} */ key) => {
        const own = reflectDescriptor(target, key);
        if (own !== undefined) return own;
        if (hasOwn(overlay, key) || has(key)) {
          return { get: () => get(target, key), set: (/** @type {unknown} */ value) => { overlay[key] = value; }, enumerable: false, configurable: true };
        }
        const d = reflectDescriptor(realGlobal, key);
        if (d !== undefined) d.configurable = true;
        return d;
      },
      defineProperty: (/** @type {any} */ _, /** @type {any} */ key, /** @type {PropertyDescriptor} */ d) => {
        if (isDispatcher(key)) chosen[key] = d.value;
        else if (has(key) || !reflectDefine(realGlobal, key, d)) overlay[key] = reflectGet(create(null, { it: d }), 'it');
        return d.configurable === false ? reflectDefine(target, key, d) : true;
      },
    });
    return shared.view;
  }

  code.endowWith(endowmentsOfText);
  return { scrub, endowments, endowmentsOfFile, mentioned, mentionedInModule, consoleFor, maySee, valueFor };
}

/** @param {any} view @param {string} name @param {() => any} get */
function settable(view, name, get) {
  defineProperty(view, name, {
    __proto__: null, configurable: true, enumerable: false, get,
    set: (/** @type {unknown} */ value) => {
      defineProperty(view, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
  });
}

/** @param {Endowments} result @param {string} name @param {any} value */
function add(result, name, value) {
  result.names[result.names.length] = name;
  result.values[result.values.length] = value;
}

const BINDABLE = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const RESERVED = {
  __proto__: null, eval: true, arguments: true, this: true, exports: true, require: true, module: true, __filename: true,
  __dirname: true, let: true, static: true, yield: true, await: true, implements: true, interface: true, package: true,
  private: true, protected: true, public: true, undefined: true,
};

/** Stops a manifest entry from becoming code in the parameter list. @param {unknown} name @returns {name is string} */
function isBindable(name) {
  return typeof name === 'string' && !(name in RESERVED) && regExpExec(BINDABLE, name) !== null;
}

/** `crypto` alone means the builtin. @param {string} name */
function capabilityOf(name) {
  return name !== 'process' && isBuiltin(name) ? `globalThis.${name}` : name;
}

// Parts of Node that compile WebAssembly when they are first needed: the HTTP parser of `fetch`, the reader of the names
// that CommonJS exports, the stripping of types.
const COMPILERS = ['node:internal/deps/undici/undici', 'node:internal/deps/cjs-module-lexer/dist/lexer', 'node:internal/deps/amaro/dist/index',
  'node:internal/modules/esm/translators', 'node:internal/modules/typescript'];

/** Whether one of them asks. No text can pass for a file of Node: what `vm` compiles cannot be named so (vm.cjs). */
function isNodes() {
  const sites = getCallSites(4, { __proto__: null, sourceMap: false });
  for (let i = 0; i < sites.length; i++) {
    const { scriptName } = sites[i];
    if (!startsWith(scriptName, __dirname)) return arrayIncludes(COMPILERS, scriptName);
  }
  return false;
}

/** On Node 26 to look at `localStorage` without its flag prints a warning. */
function storesOnDisk() {
  for (let i = 0; i < realProcess.execArgv.length; i++) if (includes(realProcess.execArgv[i], '--localstorage-file')) return true;
  return includes(realProcess.env.NODE_OPTIONS ?? '', '--localstorage-file');
}

module.exports = { newGlobals };
