'use strict';
// Streams and handles of files. Whoever was handed one has that file, and must not reach another one by it: not by the
// functions of `fs` that the stream carries, nor by telling it another path or another descriptor.

const {
  apply, arrayPush, create, defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, promiseThen, realGlobal, reflectGet, statfsSync, statSync, WeakMap,
  weakMapGet, weakMapHas, weakMapSet,
} = require('./primordials.cjs');
const { refusal } = require('./links.cjs');
const { needRoom } = require('./room.cjs');

const FILE_STREAMS = ['ReadStream', 'WriteStream', 'FileReadStream', 'FileWriteStream'];
const MAKES_FILE_STREAMS = ['createReadStream', 'createWriteStream'];

/**
 * To look at a class of file streams loads 2 ms of Node, so they are closed when somebody first does.
 * @param {any} fs @param {(real: any) => void} closeClass
 */
function limitFiles(fs, closeClass) {
  let done = false;
  const now = () => {
    if (done) return;
    needRoom();
    for (let i = 0; i < originals.length; i++) {
      const real = reflectGet(create(null, { it: originals[i] }), 'it', fs);
      // two names each
      if (getOwnPropertyDescriptor(real.prototype, 'path')?.configurable !== false) limitStreams(fs, real);
      closeClass(real);
    }
    done = true;
  };
  /** @type {PropertyDescriptor[]} */
  const originals = [];
  for (let i = 0; i < FILE_STREAMS.length; i++) {
    const d = getOwnPropertyDescriptor(fs, FILE_STREAMS[i]);
    if (typeof d?.get !== 'function') continue;
    arrayPush(originals, d);
    const { get } = d;
    defineProperty(fs, FILE_STREAMS[i], { __proto__: null, get: () => {
      now();
      return apply(get, fs, []);
    } });
  }
  for (let i = 0; i < MAKES_FILE_STREAMS.length; i++) before(fs, MAKES_FILE_STREAMS[i], now);
  limitHandles(fs.promises, now, closeClass);
  // of these no builtin exports the class: stops `Object.getPrototypeOf(stats).isFile = …`
  closeClass(getPrototypeOf(statSync(__dirname, { bigint: true })).constructor);
  closeClass(getPrototypeOf(statfsSync(__dirname)).constructor);
  // the classes of watchers belong to no builtin
  after(fs, 'watch', (watcher) => {
    closeClass(getPrototypeOf(watcher).constructor);
    // on macOS and Windows a folder and what lies below it is watched by the handle alone, elsewhere by many watchers
    if (typeof watcher._handle === 'object' && watcher._handle !== null) closeClass(getPrototypeOf(watcher._handle).constructor);
  });
  after(fs, 'watchFile', (watcher) => {
    closeClass(getPrototypeOf(watcher).constructor);
    // stops `new watcher._handle.constructor(…).start(path)`, which tells of any file
    closeClass(getPrototypeOf(watcher._handle).constructor);
  });
}

/** @param {any} object @param {string} key @param {() => void} first */
function before(object, key, first) {
  const original = object[key];
  object[key] = { [key](/** @type {any[]} */ ...args) {
    first();
    return apply(original, this, args);
  } }[key];
}

/** @param {any} object @param {string} key @param {(result: any) => void} then done once */
function after(object, key, then) {
  const original = object[key];
  let done = false;
  object[key] = { [key]: (/** @type {any[]} */ ...args) => {
    const result = apply(original, object, args);
    if (!done) then(result);
    done = true;
    return result;
  } }[key];
}

/**
 * The class of file handles belongs to no builtin; the first handle shows it.
 * @param {any} promises @param {() => void} first handles make streams too @param {(real: any) => void} closeClass
 */
function limitHandles(promises, first, closeClass) {
  const { open } = promises;
  let done = false;
  const close = (/** @type {any} */ handle) => {
    if (done) return handle;
    done = true;
    const prototype = getPrototypeOf(handle);
    const keys = ownKeys(handle);
    for (let i = 0; i < keys.length; i++) {
      const value = handle[keys[i]];
      if (typeof keys[i] !== 'symbol' || typeof value !== 'object' || value === null || value.fd !== handle.fd) continue;
      closeClass(getPrototypeOf(value).constructor);
      holdDescriptor(prototype, handle, keys[i], keys);
    }
    // the accessor of the global object closes them
    if (typeof prototype.readableWebStream === 'function') before(prototype, 'readableWebStream', () => void realGlobal.ReadableStream);
    closeClass(prototype.constructor);
    return handle;
  };
  promises.open = { open(/** @type {any[]} */ ...args) {
    first();
    const opening = apply(open, promises, args);
    return done ? opening : promiseThen(opening, close);
  } }.open;
}

/**
 * `handle[kFd] = 17` would read what others opened: the number always is the one of the handle inside.
 * @param {any} prototype @param {any} handle the first one @param {PropertyKey} inside symbol of the handle of the system @param {PropertyKey[]} keys
 */
function holdDescriptor(prototype, handle, inside, keys) {
  const handles = new WeakMap();
  defineProperty(prototype, inside, {
    __proto__: null, configurable: false, enumerable: false,
    /** @this {any} */
    get() {
      return weakMapGet(handles, this);
    },
    /** @this {any} @param {any} value */
    set(value) {
      if (value === null || (weakMapGet(handles, this) ?? null) === null) weakMapSet(handles, this, value);
    },
  });
  const real = handle[inside];
  delete handle[inside];
  handle[inside] = real;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== 'symbol' || key.description !== 'kFd') continue;
    delete handle[key];
    defineProperty(prototype, key, {
      __proto__: null, configurable: false, enumerable: false,
      /** @this {any} */
      get() {
        const fd = weakMapGet(handles, this)?.fd ?? -1;
        return fd < 0 ? -1 : fd;
      },
      set() {},
    });
  }
}

const USED = ['read', 'write', 'writev', 'close', 'fsync'];

/**
 * A file stream carries all of `fs` under a symbol: `stream[kFs].readFileSync`. That becomes an accessor which answers
 * with what the stream itself needs, for its own path and descriptor.
 * @param {any} fs @param {any} real its class
 */
function limitStreams(fs, real) {
  const idle = { open() {}, read() {}, write() {}, close() {} };
  const probe = new real('.', { fs: idle });
  const keys = ownKeys(probe);
  const { open } = real.prototype;
  const firsts = { open, path: rememberFirst(real.prototype, 'path'), flags: rememberFirst(real.prototype, 'flags'), fd: rememberFirst(real.prototype, 'fd') };
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] === 'symbol' && probe[keys[i]] === idle) defineSlot(fs, real.prototype, keys[i], firsts);
  }
}

/**
 * What the class itself says when it makes the stream; whoever is handed the stream may write another one there.
 * @param {any} prototype @param {string} key
 */
function rememberFirst(prototype, key) {
  const firsts = new WeakMap();
  defineProperty(prototype, key, {
    __proto__: null, configurable: false, enumerable: false, get: () => undefined,
    /** @this {any} @param {any} value */
    set(value) {
      if (!weakMapHas(firsts, this)) weakMapSet(firsts, this, value);
      defineProperty(this, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
  });
  return firsts;
}

/**
 * @typedef {{ open: any, path: WeakMap<object, any>, flags: WeakMap<object, any>, fd: WeakMap<object, any> }} Firsts
 * @param {any} fs @param {any} prototype @param {PropertyKey} key @param {Firsts} firsts
 */
function defineSlot(fs, prototype, key, firsts) {
  const slots = new WeakMap();
  defineProperty(prototype, key, {
    __proto__: null, configurable: false, enumerable: false,
    /** @this {any} */
    get() {
      return weakMapGet(slots, this);
    },
    /** @this {any} @param {any} given */
    set(given) {
      // the maker of the stream may bring its own functions
      weakMapSet(slots, this, given === fs ? limited(fs, this, firsts) : given);
    },
  });
}

/** @param {any} fs @param {any} stream @param {Firsts} firsts */
function limited(fs, stream, firsts) {
  let opened = false;
  // a class with an `open` of its own tells with `stream.fd = …` what it opened (graceful-fs); whoever else has the
  // stream does not have it yet
  let opensItself = stream.open !== firsts.open;
  /** @type {number | undefined} */
  let descriptor;
  /** Whether it is the stream's own file that somebody else opened. @param {number} fd */
  const isOwn = (fd) => {
    try {
      const file = apply(fs.fstatSync, fs, [fd]);
      const own = apply(fs.statSync, fs, [weakMapGet(firsts.path, stream)]);
      return file.ino === own.ino && file.dev === own.dev;
    } catch {
      return false;
    }
  };
  /** @type {any} */
  const result = {
    __proto__: null,
    open(/** @type {any} */ path, /** @type {any} */ flags, /** @type {any} */ mode, /** @type {any} */ done) {
      // stops `stream[kFs].open('/etc/passwd')`, and `stream.path = '/etc/passwd'` before it has opened
      if (opened || path !== weakMapGet(firsts.path, stream) || flags !== weakMapGet(firsts.flags, stream)) {
        return done(refusal('fs', 'a file stream opens its own file, once'));
      }
      opened = true;
      return apply(fs.open, fs, [path, flags, mode, (/** @type {any} */ error, /** @type {any} */ fd) => {
        descriptor = fd;
        done(error, fd);
      }]);
    },
  };
  for (let i = 0; i < USED.length; i++) {
    result[USED[i]] = (/** @type {any[]} */ ...args) => {
      if (opensItself && typeof args[0] === 'number' && isOwn(args[0])) {
        opened = true;
        opensItself = false;
        descriptor = args[0];
      }
      // stops `stream.fd = 17`, the descriptor of what another one opened
      if (typeof args[0] !== 'number' || args[0] !== (opened ? descriptor : weakMapGet(firsts.fd, stream))) {
        const done = args[args.length - 1];
        return done(refusal('fs', 'a file stream uses its own file descriptor only'));
      }
      return apply(fs[USED[i]], fs, args);
    };
  }
  return freeze(result);
}

module.exports = { limitFiles };
