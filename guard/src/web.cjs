'use strict';
// The web's classes on the global object: `Response`, `AbortSignal`, `ReadableStream`, `DOMException`. V8 makes most of them
// when somebody first looks, and to look costs up to 40 ms. So they are deleted unseen and had from elsewhere: nobody
// replaces them (`globalThis.Response = …` of the real global object), and they are closed when they first become reachable.
//
// Node's fetch finds its dispatcher under a known symbol on the global object: whoever wrote to it would get the requests of
// others, and whoever reads it sends requests without a grant. Node keeps it there; what fetch uses is held here.

const {
  apply, arrayConcat, arrayIncludes, construct, create, defineProperty, deleteProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, isArray, keysOf,
  Object, ownKeys, promiseReject, realGlobal, requireBuiltin, symbolFor, SymbolToStringTag, TypeError,
} = require('./primordials.cjs');
const { refusal } = require('./links.cjs');
const { beforeEntries } = require('./performance.cjs');
const { MUCH, needRoom } = require('./room.cjs');

const OF_ABORT = ['AbortController', 'AbortSignal'];
const OF_STREAMS = [
  'ByteLengthQueuingStrategy', 'CompressionStream', 'CountQueuingStrategy', 'DecompressionStream', 'ReadableByteStreamController', 'ReadableStream',
  'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest', 'ReadableStreamDefaultController', 'ReadableStreamDefaultReader', 'TextDecoderStream',
  'TextEncoderStream', 'TransformStream', 'TransformStreamDefaultController', 'WritableStream', 'WritableStreamDefaultController',
  'WritableStreamDefaultWriter',
];
const OF_UNDICI = ['CloseEvent', 'ErrorEvent', 'FormData', 'Headers', 'MessageEvent', 'Request', 'Response'];
const CONNECTING = ['EventSource', 'WebSocket'];
const OF_THREADS = ['MessageChannel', 'MessagePort'];
const OF_PERFORMANCE = [
  'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserverEntryList', 'PerformanceResourceTiming',
];
// in the snapshot that Node starts from
const AT_HAND = ['Blob', 'CustomEvent', 'DOMException', 'File', 'QuotaExceededError', 'URLPattern'];

/** undici defines the properties of its classes by the live function: an accessor answers with ours while it loads. */
let hook = Object.defineProperties;

/** Before the language is frozen. */
function hookDefinitions() {
  freeze(hook);
  defineProperty(Object, 'defineProperties', { __proto__: null, get: () => hook, set: undefined, enumerable: false, configurable: true });
}

/**
 * @param {(real: any, innocent?: boolean) => void} closeClass
 * @param {ReturnType<import('./handles.cjs').newHandles>} handles
 */
function newWebGlobals(closeClass, { closeBlobs, closeFetched, closeShown, closeStreams }) {
  /** @type {Record<string, any>} */
  const classes = create(null);
  /** @type {Record<string, any>} */
  const wrapped = create(null);
  /** What the application puts under the symbols. @type {any} */
  const chosen = create(null);
  let loaded = false;
  /** @type {any} */
  let dispatcher;
  // nothing but this getter loads it without starting something
  let loadUndici = () => requireBuiltin('http').WebSocket;

  /** Puts accessors in the place of the classes. @returns {string[]} their names */
  function install() {
    /** @type {string[]} */
    const names = [];
    // `--use-env-proxy` has loaded it already
    if (hasOwn(realGlobal, DISPATCHERS[0]) || hasOwn(realGlobal, DISPATCHERS[1])) {
      loaded = true;
      const all = arrayConcat(OF_UNDICI, CONNECTING);
      for (let i = 0; i < all.length; i++) if (hasOwn(realGlobal, all[i])) classes[all[i]] = realGlobal[all[i]];
      takeDispatcher();
    }
    for (let i = 0; i < AT_HAND.length; i++) if (hasOwn(realGlobal, AT_HAND[i])) classes[AT_HAND[i]] = realGlobal[AT_HAND[i]];
    // whoever catches one has it, without ever naming it
    closeClass(classes.DOMException);
    const groups = [OF_ABORT, OF_STREAMS, OF_UNDICI, OF_THREADS, OF_PERFORMANCE, AT_HAND];
    for (let i = 0; i < groups.length; i++) {
      for (let j = 0; j < groups[i].length; j++) {
        const name = groups[i][j];
        if (!hasOwn(realGlobal, name)) continue;
        deleteProperty(realGlobal, name);
        defineProperty(realGlobal, name, { __proto__: null, get: () => classOf(name), set: undefined, enumerable: false, configurable: false });
        names[names.length] = name;
      }
    }
    return names;
  }

  /** Streams and signals of the web come from elsewhere too; before the classes of Node are closed. */
  function closeOtherWays() {
    const { Readable, Writable, Duplex } = requireBuiltin('stream');
    const makers = [Readable, Writable, Duplex];
    for (let i = 0; i < makers.length; i++) first(makers[i], 'toWeb', () => classOf('ReadableStream'));
    first(realGlobal.Blob.prototype, 'stream', () => classOf('ReadableStream'));
    const util = requireBuiltin('util');
    const names = ['transferableAbortController', 'transferableAbortSignal'];
    for (let i = 0; i < names.length; i++) {
      const get = /** @type {() => any} */ (getOwnPropertyDescriptor(util, names[i])?.get);
      if (i === 0) newController = () => apply(apply(get, util, []), util, []);
      defineProperty(util, names[i], { __proto__: null, get: () => {
        classOf('AbortSignal');
        return apply(get, util, []);
      } });
    }
  }

  /** @type {() => any} */
  let newController;

  /** @param {any} object @param {string} key @param {() => void} before */
  function first(object, key, before) {
    const original = object[key];
    object[key] = { [key](/** @type {any[]} */ ...args) {
      before();
      return apply(original, this, args);
    } }[key];
  }

  let streamsClosed = false;
  let blobsClosed = false;
  /** The names of classes that are closed. */
  const whole = create(null);

  /** @param {string} name @returns {any} */
  function classOf(name) {
    if (name in whole) return classes[name];
    // stops `Response` at the bottom of a recursion: undici half loaded has its dispatcher on the global object
    needRoom();
    if (arrayIncludes(OF_STREAMS, name) && !streamsClosed) {
      const exported = requireBuiltin('stream/web');
      const keys = keysOf(exported);
      for (let i = 0; i < keys.length; i++) keep(keys[i], exported[keys[i]]);
      keep('AbortSignal', classOf('AbortSignal'));
      closeStreams();
      streamsClosed = true;
    } else if (arrayIncludes(OF_ABORT, name) && classes[name] === undefined) {
      const controller = newController();
      keep('AbortController', controller.constructor);
      keep('AbortSignal', controller.signal.constructor);
    } else if (arrayIncludes(OF_UNDICI, name)) {
      load();
    } else if (arrayIncludes(OF_THREADS, name) && classes[name] === undefined) {
      // who has a channel has its ports: stops `Object.getPrototypeOf(port1).postMessage = …`, which hears what all threads are told
      const threads = requireBuiltin('worker_threads');
      for (let i = 0; i < OF_THREADS.length; i++) keep(OF_THREADS[i], threads[OF_THREADS[i]]);
    } else if (arrayIncludes(OF_PERFORMANCE, name)) {
      closePerformance();
    }
    closeClass(classes[name]);
    if ((name === 'Blob' || name === 'File') && !blobsClosed) {
      closeBlobs(classes.Blob);
      blobsClosed = true;
    }
    whole[name] = true;
    return classes[name];
  }

  let performanceClosed = false;

  /** Stops an accessor on the prototype of `performance.mark('mine')`, which would be handed the marks of others. */
  function closePerformance() {
    if (performanceClosed) return;
    needRoom();
    const exported = requireBuiltin('perf_hooks');
    for (let i = 0; i < OF_PERFORMANCE.length; i++) if (exported[OF_PERFORMANCE[i]] !== undefined) keep(OF_PERFORMANCE[i], exported[OF_PERFORMANCE[i]]);
    const { nodeTiming } = exported.performance;
    closeClass(getPrototypeOf(nodeTiming).constructor);
    freeze(nodeTiming);
    performanceClosed = true;
  }

  /** @param {string} name @param {any} value */
  function keep(name, value) {
    classes[name] = value;
    closeClass(value);
  }

  /** Loads Node's undici, sees its classes and takes its dispatcher. */
  function load() {
    if (loaded) return;
    needRoom(MUCH);
    // stops a dispatcher that somebody put there first
    for (let i = 0; i < DISPATCHERS.length; i++) {
      if (!deleteProperty(realGlobal, DISPATCHERS[i])) throw refusal('fetch', 'a package put its own dispatcher on the global object');
    }
    classOf('ReadableStream');
    const real = hook;
    hook = (/** @type {any} */ object, /** @type {any} */ properties) => {
      const name = properties?.[SymbolToStringTag]?.value;
      if (typeof name === 'string' && typeof object?.constructor === 'function') classes[name] = object.constructor;
      return real(object, properties);
    };
    try {
      loadUndici();
    } finally {
      hook = real;
    }
    loaded = true;
    takeDispatcher();
    const names = keysOf(classes);
    for (let i = 0; i < names.length; i++) closeClass(classes[names[i]], !arrayIncludes(CONNECTING, names[i]));
    closeFetched(classes);
  }

  /** What lies under the symbols from now on sends nothing. */
  function takeDispatcher() {
    // the newest first
    for (let i = 0; i < DISPATCHERS.length; i++) {
      const value = realGlobal[DISPATCHERS[i]];
      if (value === undefined || value === INERT) continue;
      if (i === 0 || realGlobal[DISPATCHERS[0]] === undefined) dispatcher = value;
    }
    for (let i = 0; i < DISPATCHERS.length; i++) if (hasOwn(realGlobal, DISPATCHERS[i])) realGlobal[DISPATCHERS[i]] = INERT;
  }

  /** What the application put there itself, else Node's own. */
  function currentDispatcher() {
    return chosen[DISPATCHERS[0]] ?? chosen[DISPATCHERS[1]] ?? dispatcher;
  }

  /**
   * Node's fetch, with the dispatcher that is held here.
   * @param {(input: any, init: any) => any} original
   */
  function fetchBy(original) {
    return freeze({ fetch(/** @type {any} */ input, /** @type {any} */ init) {
      try {
        load();
      } catch (error) {
        return promiseReject(error);
      }
      if (typeof init === 'object' && init !== null ? init.dispatcher === undefined : init === undefined || init === null) {
        // not a copy: undici reads the members itself, inherited ones and accessors too
        init = create(init ?? null);
        defineProperty(init, 'dispatcher', { __proto__: null, value: currentDispatcher() });
      }
      return apply(original, undefined, arguments.length === 0 ? [] : [input, init]);
    } }.fetch);
  }

  /** `WebSocket` and `EventSource`, which connect. @param {string} name */
  function connecting(name) {
    if (wrapped[name] !== undefined) return wrapped[name];
    load();
    const Real = classes[name];
    /** @param {any} url @param {any} given */
    const Stand = function (url, given) {
      if (new.target === undefined) throw new TypeError(`Class constructor ${name} cannot be invoked without 'new'`);
      const options = typeof given === 'object' && given !== null && !isArray(given) ? { ...given }
        : name === 'WebSocket' && given !== undefined ? { protocols: given } : {};
      options.dispatcher ??= currentDispatcher();
      return construct(Real, arguments.length === 0 ? [] : [url, options], new.target === Stand ? Real : new.target);
    };
    const keys = ownKeys(Real);
    for (let i = 0; i < keys.length; i++) {
      const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(Real, keys[i]));
      if (keys[i] === 'prototype') defineProperty(Stand, 'prototype', { __proto__: null, value: Real.prototype, writable: false });
      else defineProperty(Stand, keys[i], d);
    }
    return wrapped[name] = freeze(Stand);
  }

  /** Before `http`, which has `WebSocket` too, is closed. @param {any} http */
  function limitHttp(http) {
    const d = getOwnPropertyDescriptor(http, 'WebSocket');
    if (d?.get === undefined) return;
    loadUndici = () => apply(/** @type {any} */ (d.get), http, []);
    defineProperty(http, 'WebSocket', { __proto__: null, get: () => connecting('WebSocket') });
    const { setGlobalProxyFromEnv } = http;
    if (setGlobalProxyFromEnv === undefined) return;
    http.setGlobalProxyFromEnv = { setGlobalProxyFromEnv(/** @type {any[]} */ ...args) {
      const restore = withDispatcher(() => apply(setGlobalProxyFromEnv, http, args));
      return () => withDispatcher(restore);
    } }.setGlobalProxyFromEnv;
  }

  /** @param {() => any} change Node changes its dispatcher */
  function withDispatcher(change) {
    load();
    for (let i = 0; i < DISPATCHERS.length; i++) if (hasOwn(realGlobal, DISPATCHERS[i])) realGlobal[DISPATCHERS[i]] = dispatcher;
    try {
      return change();
    } finally {
      takeDispatcher();
    }
  }

  beforeEntries(closePerformance);
  return { closeOtherWays, closePerformance, closeShown, install, classOf, fetchBy, connecting, limitHttp, currentDispatcher, chosen };
}

/** Node's undici keeps the dispatcher of fetch here, the newest first. */
const DISPATCHERS = [symbolFor('undici.globalDispatcher.2'), symbolFor('undici.globalDispatcher.1')];

const INERT = freeze({
  __proto__: null,
  dispatch: freeze(() => {
    // stops `globalThis[Symbol.for('undici.globalDispatcher.1')].dispatch(…)` from a package without `fetch`
    throw refusal('fetch', 'its dispatcher is not on the global object');
  }),
});

/** @param {any} key */
function isDispatcher(key) {
  return key === DISPATCHERS[0] || key === DISPATCHERS[1];
}

module.exports = { DISPATCHERS, isDispatcher, hookDefinitions, newWebGlobals };
