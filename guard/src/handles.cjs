'use strict';
// Classes that no builtin exports, found by what instances hold: the handles in C++ behind hashes, streams and sockets, the
// queues of web streams, iterators. Their prototypes are shared by all packages, and whoever was handed one instance has
// them: `Object.getPrototypeOf(hash[kHandle]).update = …` would be handed everything that others hash.

const {
  apply, bindingOf, bufferAlloc, defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, isProxy, ObjectPrototype, ownKeys, realGlobal, requireBuiltin,
  SymbolAsyncIterator, symbolText,
} = require('./primordials.cjs');
const { limitAdopting } = require('./adopting.cjs');
const { limitHandleClasses } = require('./handleclasses.cjs');
const { freezeWhole } = require('./inspect.cjs');
const { needRoom } = require('./room.cjs');
const { limitStorages } = require('./storages.cjs');

/** Classes in C++ of the handles that instances hold, by builtin. @type {Record<string, [string, string[]][]>} */
const HANDLES = {
  child_process: [['process_wrap', ['Process']]],
  dgram: [['udp_wrap', ['UDP']]],
  dns: [['cares_wrap', ['ChannelWrap']]],
  net: [['tcp_wrap', ['TCP']], ['pipe_wrap', ['Pipe']]],
  tls: [['tls_wrap', ['TLSWrap']], ['js_stream', ['JSStream']]],
  tty: [['tty_wrap', ['TTY']]],
  zlib: [['zlib', ['Zlib', 'BrotliEncoder', 'BrotliDecoder', 'ZstdCompress', 'ZstdDecompress']]],
};

/** Members of builtins that Node loads when somebody asks. @type {Record<string, string[]>} */
const LAZY = { async_hooks: ['AsyncLocalStorage'], fs: ['Utf8Stream'], net: ['BlockList', 'SocketAddress'] };

/** What makes instances with handles that no binding shows; each is looked at when the first one is made. @type {Record<string, string[]>} */
const MAKERS = {
  crypto: ['createCipheriv', 'createDecipheriv', 'createDiffieHellman', 'createDiffieHellmanGroup', 'createECDH', 'getDiffieHellman'],
  tls: ['createSecureContext'],
};

const DEPTH = 4;

/**
 * @param {(prototype: any, innocent: boolean) => void} closeChain closes a prototype and those above, unless they are closed
 * @param {(real: any) => void} closeClass closes an innocent class
 */
function newHandles(closeChain, closeClass) {
  /**
   * Closes the classes of an object that the guard made, and of what it holds.
   * @param {any} value @param {number} [depth]
   */
  function closeInside(value, depth = DEPTH) {
    if (typeof value !== 'object' || value === null || isProxy(value)) return;
    closeChain(getPrototypeOf(value), depth === DEPTH);
    if (depth === 0) return;
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) closeInside(getOwnPropertyDescriptor(value, keys[i])?.value, depth - 1);
  }

  /** Closes the class of the handle of an object that somebody else made: what else it holds may be theirs. @param {any} made */
  function closeHandleOf(made) {
    const keys = ownKeys(made);
    for (let i = 0; i < keys.length; i++) {
      const name = typeof keys[i] === 'symbol' ? symbolText(keys[i]) : keys[i];
      if (name !== 'kHandle' && name !== '_handle' && name !== 'context') continue;
      const held = getOwnPropertyDescriptor(made, keys[i])?.value;
      if (typeof held === 'object' && held !== null && !isProxy(held)) closeChain(getPrototypeOf(held), false);
    }
  }

  /** Before the members of a builtin are closed. @param {string} name @param {any} exported */
  function closeHandles(name, exported) {
    const handles = hasOwn(HANDLES, name) ? HANDLES[name] : [];
    for (let i = 0; i < handles.length; i++) {
      const binding = bindingOf(handles[i][0]);
      for (let j = 0; j < handles[i][1].length; j++) {
        const prototype = binding[handles[i][1][j]]?.prototype ?? ObjectPrototype;
        if (name === 'net' || name === 'dgram') limitAdopting(prototype);
        closeChain(prototype, false);
      }
    }
    const lazy = hasOwn(LAZY, name) ? LAZY[name] : [];
    for (let i = 0; i < lazy.length; i++) closeLater(exported, lazy[i]);
    const makers = hasOwn(MAKERS, name) ? MAKERS[name] : [];
    for (let i = 0; i < makers.length; i++) closeMade(exported, makers[i]);
    limitHandleClasses(name, exported, (made) => {
      closeChain(getPrototypeOf(made), false);
      closeHandleOf(made);
    });
    if (name === 'crypto') {
      // these cost next to nothing to make
      const { createHash, createHmac, createSign, createVerify } = exported;
      closeInside(createHash('sha256'));
      closeInside(createHmac('sha256', ''));
      closeInside(createSign('sha256'));
      closeInside(createVerify('sha256'));
    }
    // whoever has a stream has it by its class, and packages that trust Node have the same object
    if (name === 'stream') {
      freeze(requireBuiltin('stream/promises'));
      closeIterated(exported.Readable.prototype);
    }
    if (name === 'readline') closeHistory(exported);
    if (name === 'url') closeInside(call(new realGlobal.URLSearchParams(''), 'keys'));
    if (name === 'timers/promises') {
      closeChain(getPrototypeOf(exported.scheduler), true);
      freeze(exported.scheduler);
    }
    if (name === 'perf_hooks') {
      closeInside(call(exported, 'createHistogram'));
      closeInside(call(exported, 'monitorEventLoopDelay'));
    }
    if (name === 'punycode') freeze(exported.ucs2);
    if (name === 'diagnostics_channel') closeActiveChannels(exported);
    if (name === 'worker_threads' && exported.locks !== undefined) closeShown(exported.locks);
  }

  /**
   * Iterators of streams are of a class that nobody exports. These two make all that there are, for Node's own functions too;
   * to make one takes half a millisecond, so the first one shows it, before anybody has it.
   * @param {any} prototype of what is read
   */
  function closeIterated(prototype) {
    let done = false;
    /** @param {any} original @param {any} stream @param {any[]} args */
    const iterate = (original, stream, args) => {
      const made = apply(original, stream, args);
      // stops `Object.getPrototypeOf(stream[Symbol.asyncIterator]()).next = …`, which would see what others read
      if (!done) closeChain(getPrototypeOf(made), true);
      done = true;
      return made;
    };
    const { iterator, [SymbolAsyncIterator]: whole } = prototype;
    const stand = {
      /** @param {any[]} args */
      iterator(...args) {
        return iterate(iterator, this, args);
      },
      [SymbolAsyncIterator]() {
        return iterate(whole, this, []);
      },
    };
    defineProperty(stand.iterator, 'length', { __proto__: null, value: iterator.length, configurable: true });
    prototype.iterator = stand.iterator;
    prototype[SymbolAsyncIterator] = stand[SymbolAsyncIterator];
  }

  /** A channel changes to a class that nobody exports when the first one subscribes. @param {any} exported */
  function closeActiveChannels({ channel, subscribe, unsubscribe }) {
    const nothing = () => {};
    subscribe('ambit', nothing);
    closeClass(getPrototypeOf(channel('ambit')).constructor);
    unsubscribe('ambit', nothing);
  }

  /** @param {any} exported @param {string} key */
  function closeLater(exported, key) {
    const d = getOwnPropertyDescriptor(exported, key);
    if (d?.get === undefined || !d.configurable) return;
    const { get } = d;
    let done = false;
    defineProperty(exported, key, { __proto__: null, get: () => {
      if (!done) needRoom();
      const real = apply(get, exported, []);
      if (key === 'AsyncLocalStorage') limitStorages(real);
      // stops `new stream.constructor({ dest: … })`, which writes any file
      if (key === 'Utf8Stream') closeChain(real.prototype, false);
      closeClass(real);
      // the handles of these cost nothing to make
      if (key === 'BlockList' || key === 'SocketAddress') closeInside(new real());
      done = true;
      return real;
    } });
  }

  /** The lines that somebody typed go through a class that nobody exports. @param {any} exported */
  function closeHistory(exported) {
    const { createInterface } = exported;
    let done = false;
    exported.createInterface = { createInterface(/** @type {any[]} */ ...args) {
      if (!done) {
        const { PassThrough } = requireBuiltin('stream');
        const lines = createInterface({ input: new PassThrough() });
        if (lines.historyManager !== undefined) closeChain(getPrototypeOf(lines.historyManager), true);
        call(lines, 'close');
      }
      done = true;
      return apply(createInterface, this, args);
    } }.createInterface;
  }

  /** @param {any} exported @param {string} key */
  function closeMade(exported, key) {
    const original = exported[key];
    if (typeof original !== 'function') return;
    let done = false;
    // no method: Node's own is called by `new` too (openpgp)
    /** @this {any} @param {any[]} args */
    const maker = function (...args) {
      const made = apply(original, this, args);
      if (!done) closeHandleOf(made);
      done = true;
      return made;
    };
    freeze(maker.prototype);
    defineProperty(maker, 'name', { __proto__: null, value: key, configurable: true });
    defineProperty(maker, 'length', { __proto__: null, value: original.length, configurable: true });
    exported[key] = maker;
  }

  /** Before somebody has one of the web's streams. */
  function closeStreams() {
    const { ReadableStream, TransformStream } = requireBuiltin('stream/web');
    const readable = new ReadableStream();
    closeInside(readable);
    closeInside(new ReadableStream({ type: 'bytes' }));
    closeInside(new TransformStream());
    freezeShared(new TransformStream(), new TransformStream(), DEPTH);
    freezeShared(new ReadableStream(), new ReadableStream(), DEPTH + 1);
    closeInside(call(readable, SymbolAsyncIterator));
  }

  /**
   * What two new objects have in common in the same place is a constant of Node: whoever changes the `closeRequest` of one
   * stream closes all of them, and so with `kEmptyQueue` and its list.
   * @param {any} one @param {any} other @param {number} depth
   */
  function freezeShared(one, other, depth) {
    const keys = ownKeys(one);
    for (let i = 0; i < keys.length; i++) {
      const a = getOwnPropertyDescriptor(one, keys[i])?.value;
      const b = getOwnPropertyDescriptor(other, keys[i])?.value;
      if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) continue;
      if (a === b) freezeWhole(a);
      else if (depth > 0) freezeShared(a, b, depth - 1);
    }
  }

  /** Before somebody has a blob. @param {any} Blob */
  function closeBlobs(Blob) {
    closeInside(new Blob([bufferAlloc(1)]));
    const { File } = requireBuiltin('buffer');
    closeInside(new File([], ''));
  }

  /** What `fetch` and its kin hold: lists of headers, iterators. @param {Record<string, any>} classes of undici */
  function closeFetched({ FormData, Headers, Request, Response }) {
    if (Headers !== undefined) closeInside(call(new Headers(), 'keys'));
    if (FormData !== undefined) closeInside(call(new FormData(), 'keys'));
    if (Response !== undefined) closeInside(new Response());
    if (Request === undefined) return;
    const request = new Request('http://127.0.0.1/');
    closeInside(request);
    freezeClient(request);
  }

  /** Of undici's requests, on Node 22: one for all that nobody sends from a page. @param {any} request */
  function freezeClient(request) {
    const keys = ownKeys(request);
    for (let i = 0; i < keys.length; i++) {
      const client = typeof keys[i] === 'symbol' && symbolText(keys[i]) === 'state' ? request[keys[i]]?.client : undefined;
      if (typeof client !== 'object' || client === null) continue;
      freeze(client.policyContainer);
      freeze(client);
    }
  }

  /** What Node has one of for everybody: `crypto.subtle`, `navigator`. @param {any} value */
  function closeShown(value) {
    if (typeof value === 'object' && value !== null) closeChain(getPrototypeOf(value), true);
    // stops `crypto.getRandomValues = …`; `sessionStorage` cannot be frozen, and takes texts only
    if (typeof value === 'object' && value !== null && ownKeys(value).length === 0 && typeof value.setItem !== 'function') freeze(value);
  }

  return { closeBlobs, closeFetched, closeHandleOf, closeHandles, closeShown, closeStreams };
}

/** @param {any} object of Node @param {PropertyKey} key @param {any[]} args */
function call(object, key, ...args) {
  return apply(object[key], object, args);
}

module.exports = { call, newHandles };
