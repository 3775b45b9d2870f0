'use strict';
// The real global object loses everything powerful; packages get it lexically. So sloppy `this`, indirect eval and
// `Function('return this')()` reach nothing.
//
// `Function` and `eval` are stand-ins there (code.cjs).

const {
  apply, arrayIncludes, bufferFrom, create, defineProperty, deleteProperty, freeze, getCallSites, getOwnPropertyDescriptor, getPrototypeOf, hasOwn,
  includes, isBuiltin, keysOf, ownKeys, realConsole, realGlobal, realProcess, reflectGet, requireBuiltin, startsWith,
} = require('./primordials.cjs');
const { grantsGlobal } = require('./grants.cjs');
const { newConsole, newFrozenConsole } = require('./consoles.cjs');
const { newFrozenPerformance } = require('./performance.cjs');
const { newTimers } = require('./timers.cjs');
const { doubtfulModule } = require('./unanalysed.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {ReturnType<import('./additions.cjs').newAdditions>} Additions
 */

/** The real global object keeps these two, as stand-ins. */
const STAYS = { __proto__: null, eval: true, Function: true };

// Host globals that are plain values from the start. The others are lazy in V8: to look at them would load them.
const EAGER = [
  'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'Event', 'EventTarget', 'console', 'queueMicrotask', 'structuredClone',
  'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'atob', 'btoa', 'global', 'globalThis',
];
/** Functions of Node among them that nothing else closes. */
const FUNCTIONS = ['queueMicrotask', 'structuredClone', 'atob', 'btoa'];
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
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {(pkg: Package) => any} powers.processFor
 * @param {ReturnType<import('./code.cjs').newCode>} powers.code
 * @param {ReturnType<import('./web.cjs').newWebGlobals>} powers.web
 * @param {import('./mocktimers.cjs').MockTimers | undefined} powers.mocks
 */
function newGlobals({ knowledge, enforcing, denials, packageOf, processFor, code, web, mocks }) {
  const powerful = knowledge.powerful;
  const { closeShown, connecting, fetchBy, install } = web;
  /** @type {Record<string, PropertyDescriptor | undefined>} */
  const taken = create(null);
  const values = create(null);
  const known = create(null);
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
    if (typeof value === 'object') closeShown(value);
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
    // stops `queueMicrotask.bind = …`, which would be handed the tasks of others
    for (let i = 0; i < FUNCTIONS.length; i++) {
      freeze(realGlobal[FUNCTIONS[i]]);
      freeze(realGlobal[FUNCTIONS[i]].prototype);
    }
    for (let i = 0; i < knowledge.intrinsics.length; i++) lock(knowledge.intrinsics[i]);
    // stops `(function () { this.Function = … })()`: what others mean by that name, where they were not granted their own
    lock('Function');
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
    if (mocks?.open(name)) return;
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

  return {
    scrub, consoleFor, maySee, real, valueFor,
    /** Whether the language or Node has a name that gives nothing. @param {string | symbol} name */
    isKnown: (name) => hasOwn(known, name),
    /** Whether a powerful name was taken from the real global object. @param {string | symbol} name */
    isTaken: (name) => taken[/** @type {string} */ (name)] !== undefined,
    webNames: () => webNames,
  };
}

/** `crypto` alone means the builtin. @param {string} name */
function capabilityOf(name) {
  return name !== 'process' && isBuiltin(name) ? `globalThis.${name}` : name;
}

// Parts of Node that compile WebAssembly when they are first needed: the HTTP parser of `fetch`, the reader of the names
// that CommonJS exports, the stripping of types.
const COMPILERS = ['node:internal/deps/undici/undici', 'node:internal/deps/cjs-module-lexer/dist/lexer', 'node:internal/deps/amaro/dist/index',
  'node:internal/modules/esm/translators', 'node:internal/modules/typescript'];
const STRIPS = 'node:internal/modules/typescript';
const ASSERTS = 'node:internal/util';

/** Whether one of them asks. No text can pass for a file of Node: what `vm` compiles cannot be named so (vm.cjs). */
function isNodes() {
  const sites = getCallSites(6, { __proto__: null, sourceMap: false });
  for (let i = 0; i < sites.length; i++) {
    const { scriptName } = sites[i];
    // it looks for the stripping of types whether there is WebAssembly
    if (scriptName === ASSERTS && i + 1 < sites.length && sites[i + 1].scriptName === STRIPS) return true;
    if (!startsWith(scriptName, __dirname)) return arrayIncludes(COMPILERS, scriptName);
  }
  return false;
}

/** On Node 26 to look at `localStorage` without its flag prints a warning. */
function storesOnDisk() {
  for (let i = 0; i < realProcess.execArgv.length; i++) if (includes(realProcess.execArgv[i], '--localstorage-file')) return true;
  return includes(realProcess.env.NODE_OPTIONS ?? '', '--localstorage-file');
}

module.exports = { ACCESSORS, EAGER, STAYS, capabilityOf, newGlobals };
