'use strict';
// Closes the classes of Node itself. Their prototypes are shared by every emitter, stream, socket and URL of the process,
// so whoever may write to one of them acts for all packages: `EventEmitter.prototype.emit = …` sees every event, with
// `this` the socket or `process` itself. And an instance leads to its class: `new stream.constructor('/etc/passwd')`.
//
// Every writable member becomes an accessor whose setter defines the property on the derived object, as real packages
// do (`res.end = …`, `socket.write = …`, `Sub.prototype.pipe = …`). On these prototypes that is free: V8 folds the
// constant getter (emit, pipe, on and off measured at 0.97 to 1.03 of plain Node).

const {
  captureHash, defineProperty, endsWith, freeze, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, isFrozen, ObjectPrototype, ownKeys,
  preventExtensions, promisifyCustom, realGlobal, requireBuiltin, Set, setAdd, setDelete, setHas, setPrototypeOf,
} = require('./primordials.cjs');
const { endBufferPool } = require('./buffers.cjs');
const { showsData } = require('./descriptors.cjs');
const { newEmitterClass } = require('./emitters.cjs');
const { limitFiles } = require('./files.cjs');
const { newHandles } = require('./handles.cjs');
const { limitHttp2 } = require('./http2.cjs');
const { limitKeys } = require('./keys.cjs');
const { needRoom } = require('./room.cjs');
const { limitDefaults } = require('./streamdefaults.cjs');
const { hideFrames } = require('./storages.cjs');
const { limitPromised } = require('./timers.cjs');
const { newWebGlobals } = require('./web.cjs');
const { heal } = require('./healing.cjs');
const { limitParsers, limitRequests, limitSockets, linkMessageClasses } = require('./sockets.cjs');
const { refusal } = require('./links.cjs');

// Their classes give whoever has an instance nothing that the language would not: `constructor` stays the real one.
// The classes of all other builtins open files, sockets, processes, and cannot be had from an instance.
const INNOCENT = {
  __proto__: null, assert: true, 'assert/strict': true, async_hooks: true, buffer: true, console: true, crypto: true, diagnostics_channel: true,
  events: true, os: true, path: true, 'path/posix': true, 'path/win32': true, punycode: true, querystring: true, readline: true,
  'readline/promises': true, stream: true, 'stream/consumers': true, 'stream/promises': true, 'stream/web': true, string_decoder: true,
  sys: true, timers: true, 'timers/promises': true, url: true, util: true, 'util/types': true, zlib: true,
};

/** Builtins whose instances a builtin hands out. @type {Record<string, string[]>} */
const WITH = {
  child_process: ['net'], cluster: ['net', 'child_process'], dgram: ['dns'], 'dns/promises': ['dns'], 'fs/promises': ['fs'], http: ['net'],
  http2: ['net', 'tls', 'http'], https: ['net', 'tls', 'http'], tls: ['net'], tty: ['net'],
};

/** Builtins whose functions `util.promisify` hands out for those of others. */
const PROMISED = { __proto__: null, 'stream/promises': true, 'timers/promises': true };

// Node assigns these on each new emitter. Without them on the prototype that stays as fast, and means the same.
const DEFAULTS_OF_EMITTERS = ['_events', '_eventsCount', '_maxListeners'];

/** @param {(file: string) => import('./manifest.cjs').Package | undefined} packageOf */
function newHosts(packageOf) {
  const closed = new Set();
  const done = new Set();
  const handles = newHandles(closeChain, (real) => closeClass(real, true));
  const { closeHandles, closeShown } = handles;
  const web = newWebGlobals((real, innocent = true) => closeClass(real, innocent), handles);
  const { closeOtherWays, limitHttp } = web;
  const realEmitter = requireBuiltin('events');
  const emitter = newEmitterClass(packageOf, (real) => closeClass(real, true));

  /** Closes what exists from the start. */
  function closeEarly() {
    const { prototype } = emitter;
    for (let i = 0; i < DEFAULTS_OF_EMITTERS.length; i++) delete prototype[DEFAULTS_OF_EMITTERS[i]];
    // streams come with `_events` of their own and count from the default: without it to NaN, and `eventNames()` is empty
    requireBuiltin('stream').prototype._eventsCount = 0;
    limitDefaults(requireBuiltin('stream'), packageOf);
    endBufferPool();
    hideFrames();
    closeOtherWays();
    closeClass(emitter, true);
    const early = ['events', 'stream/promises', 'stream', 'url', 'console'];
    for (let i = 0; i < early.length; i++) close(early[i]);
    const globals = ['Buffer', 'EventTarget', 'Event', 'TextEncoder', 'TextDecoder'];
    for (let i = 0; i < globals.length; i++) closeClass(realGlobal[globals[i]], true);
  }

  /**
   * Marks what is being closed, and takes the mark back where it fails: a package that has it fail for want of stack finds
   * it open the next time, and tries in vain.
   * @param {Set<any>} marks @param {any} it @param {() => void} how
   */
  function marked(marks, it, how) {
    setAdd(marks, it);
    let whole = false;
    try {
      how();
      whole = true;
    } finally {
      if (!whole) setDelete(marks, it);
    }
  }

  /**
   * Closes the classes of a builtin, before the first package sees it.
   * @param {string} name without `node:`
   */
  function close(name) {
    if (setHas(done, name)) return;
    needRoom();
    const exported = exportsOf(name);
    marked(done, name, () => closeExports(name, exported));
  }

  /** @param {string} name @param {any} exported */
  function closeExports(name, exported) {
    const others = hasOwn(WITH, name) ? WITH[name] : [];
    for (let i = 0; i < others.length; i++) close(others[i]);
    // the one class of the loader that packages have
    if (name === 'module' && exported?.SourceMap !== undefined) closeClass(exported.SourceMap, true);
    if (exported === undefined || name === 'process' || name === 'module') return;
    if (name === 'net') limitSockets(exported);
    if (name === 'http') {
      const { HTTPParser } = requireBuiltin('_http_common');
      limitParsers(HTTPParser);
      closeClass(HTTPParser, false);
      limitRequests(exported);
      limitHttp(exported);
    }
    if (name === 'crypto') {
      captureHash();
      limitKeys(exported, (real) => closeClass(real, true), handles.closeHandleOf);
    }
    if (name === 'timers/promises') limitPromised(exported);
    if (name === 'http2') {
      linkMessageClasses(requireBuiltin('http'), exported);
      limitHttp2(exported, (real) => closeClass(real, false));
    }
    if (name === 'fs') limitFiles(exported, (real) => closeClass(real, false));
    closeHandles(name, exported);
    const innocent = name in INNOCENT;
    if (typeof exported === 'function') closeFunction(exported, innocent);
    const keys = ownKeys(exported);
    for (let i = 0; i < keys.length; i++) {
      const d = getOwnPropertyDescriptor(exported, keys[i]);
      if (typeof d?.value !== 'function') continue;
      if (hasOwn(PROMISED, name)) closePromised(d.value);
      else closeFunction(d.value, innocent);
    }
  }

  /**
   * `util.promisify(stream.pipeline)` marks what it returns, the function of `stream/promises`, each time anew: the mark
   * is there before the function is closed, and stays as Node writes it.
   * @param {any} value
   */
  function closePromised(value) {
    if (setHas(closed, value)) return;
    setAdd(closed, value);
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(value, keys[i]));
      if (d.configurable && keys[i] !== promisifyCustom) defineProperty(value, keys[i], 'value' in d ? { __proto__: null, writable: false, configurable: false } : { __proto__: null, configurable: false });
    }
    defineProperty(value, promisifyCustom, { __proto__: null, value, configurable: true, enumerable: false, writable: false });
    if (typeof value.prototype === 'object') freeze(value.prototype);
    preventExtensions(value);
  }

  /** @param {any} value a function that packages share @param {boolean} innocent */
  function closeFunction(value, innocent) {
    const { prototype } = value;
    if (typeof prototype === 'object' && prototype !== null && (ownKeys(prototype).length > 1 || getPrototypeOf(prototype) !== ObjectPrototype)) {
      closeClass(value, innocent);
    } else if (!setHas(closed, value)) {
      freeze(value);
      // `length` and `name`, as nearly all have
      if (ownKeys(value).length > 2) closeFunctionsOf(value);
      setAdd(closed, value);
    }
  }

  /** `fs.realpath.native`, `os.type[Symbol.toPrimitive]`. @param {any} value */
  function closeFunctionsOf(value) {
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const d = getOwnPropertyDescriptor(value, keys[i]);
      // functions, and the names of what `util.promisify` gives
      if (keys[i] !== 'prototype' && typeof d?.value !== 'string' && !setHas(closed, d?.value)) freeze(d?.value);
    }
  }

  /** @param {any} real @param {boolean} innocent */
  function closeClass(real, innocent) {
    if (typeof real !== 'function') return;
    closeChain(real.prototype, innocent);
    for (let at = real; typeof at === 'function' && !setHas(closed, at); at = getPrototypeOf(at)) {
      if (at === realGlobal.Function.prototype) break;
      const one = at;
      marked(closed, one, () => {
        closeMembers(one, innocent);
        // a class gives its parent: not Node's own emitter, whose switches cannot be closed
        if (getPrototypeOf(one) === realEmitter) setPrototypeOf(one, emitter);
        preventExtensions(one);
      });
    }
  }

  /** @param {any} prototype @param {boolean} innocent */
  function closeChain(prototype, innocent) {
    for (let at = prototype; at !== null && at !== undefined && at !== ObjectPrototype && !setHas(closed, at); at = getPrototypeOf(at)) {
      const one = at;
      // those of the language are frozen
      marked(closed, one, () => {
        if (!isFrozen(one)) closePrototype(one, innocent);
      });
    }
  }

  /** @param {any} prototype @param {boolean} innocent */
  function closePrototype(prototype, innocent) {
    closeMembers(prototype, innocent);
    const d = getOwnPropertyDescriptor(prototype, 'constructor');
    if (d?.configurable && prototype.constructor?.name === 'Agent') {
      // Node makes the agent of `agent: false` by it: whoever could write to it would get the requests of others. An agent
      // connects anyway, so its class gives nothing more.
      healHost(prototype, 'constructor', d);
    } else if (d?.configurable && innocent && isAssigned(prototype)) {
      // Node assigns it on the web streams and histograms that it makes itself
      healHost(prototype, 'constructor', d);
    } else if (d?.configurable && typeof d.value === 'function') {
      // Plain data, since `util.inspect` reads the name from data; and writable unless it is a `class`, since
      // `Sub.prototype.constructor = Sub` must work. Who writes to it changes a name that others print, no more.
      const writable = getOwnPropertyDescriptor(d.value, 'prototype')?.writable === true;
      defineProperty(prototype, 'constructor', {
        __proto__: null, value: innocent ? d.value : inert(d.value, prototype), writable, enumerable: d.enumerable, configurable: false,
      });
    }
    preventExtensions(prototype);
  }

  /** @param {any} object @param {boolean} innocent */
  function closeMembers(object, innocent) {
    const plain = isPlain(object);
    const keys = ownKeys(object);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(object, key));
      if ('value' in d && typeof d.value === 'function' && key !== 'constructor') closeFunction(d.value, innocent);
      // stops `Object.getOwnPropertyDescriptor(URL.prototype, 'href').get.call = …`
      if (d.get !== undefined) freeze(d.get);
      if (d.set !== undefined) freeze(d.set);
      if (object === BufferPrototype && d.enumerable && d.configurable && typeof d.value === 'function') healHost(object, key, d);
      if (plain) continue;
      if (key === 'prototype' && !d.configurable && d.writable) defineProperty(object, key, { __proto__: null, writable: false });
      if (!d.configurable || (key === 'constructor' && typeof object === 'object')) continue;
      if ('value' in d && d.writable) healHost(object, key, d);
      else defineProperty(object, key, 'value' in d ? { __proto__: null, writable: false, configurable: false } : { __proto__: null, configurable: false });
    }
    // Nobody assigns on URLs and on the class of buffers, and one step keeps the maps of V8 as they are: property by property
    // every `instanceof Buffer` gets slower, and with it each chunk of a stream. Single buffers get methods of their own (mysql2).
    if (plain) freeze(object);
  }

  return { close, closeEarly, closeShown, emitter, web };
}

/** @param {any} object @param {PropertyKey} key @param {PropertyDescriptor} d */
function healHost(object, key, d) {
  showsData(object, true);
  heal(object, key, d);
}

/** @param {any} prototype */
function isAssigned(prototype) {
  const name = prototype.constructor?.name ?? '';
  return endsWith(name, 'Histogram') || (endsWith(name, 'Stream') && getPrototypeOf(prototype) === ObjectPrototype);
}

const BufferPrototype = realGlobal.Buffer.prototype;
const PLAIN = ['Buffer', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder'];

/** @param {any} object */
function isPlain(object) {
  for (let i = 0; i < PLAIN.length; i++) if (object === realGlobal[PLAIN[i]] || object === realGlobal[PLAIN[i]].prototype) return true;
  return false;
}

const broken = new Set();

/** @param {string} name */
function exportsOf(name) {
  try {
    if (!setHas(broken, name)) return requireBuiltin(`node:${name}`) ?? requireBuiltin(name);
  } catch {
    // Node would answer with what there is of it the next time
    setAdd(broken, name);
  }
  if (setHas(broken, name)) {
    // `domain` replaces `EventEmitter.init` and `emit` when it is loaded: whoever had it would see every event
    throw refusal(name, name === 'domain' || name === 'repl' ? 'it changes the event emitters of all packages (`domain`, and `repl` before Node 26)'
      : 'Node could not load it when it was first asked for, for want of stack or memory; what there is of it is not complete');
  }
}

/** What `instance.constructor` is where the real one is a capability. @param {any} real @param {any} prototype */
function inert(real, prototype) {
  const name = real.name;
  const stand = /** @type {any} */ (function () {
    throw refusal(name, 'an instance does not give its class; require the builtin module that has it');
  });
  defineProperty(stand, 'name', { __proto__: null, value: name });
  defineProperty(stand, 'length', { __proto__: null, value: real.length });
  defineProperty(stand, 'prototype', { __proto__: null, value: prototype, writable: false });
  // Node asks `this.constructor` for the marks of event targets
  for (let at = real; typeof at === 'function'; at = getPrototypeOf(at)) {
    const keys = ownKeys(at);
    for (let i = 0; i < keys.length; i++) {
      const d = typeof keys[i] === 'symbol' ? getOwnPropertyDescriptor(at, keys[i]) : undefined;
      if (d !== undefined && at[keys[i]] === true) defineProperty(stand, keys[i], { __proto__: null, value: true });
    }
  }
  return freeze(stand);
}

module.exports = { newHosts };
