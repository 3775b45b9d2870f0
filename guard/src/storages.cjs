'use strict';
// What `AsyncLocalStorage` keeps for one package, such as the session of a request, lies where others find it: on Node 22 under
// a symbol on every promise, timer and resource that is made meanwhile, since Node 24 in a frame that each `AsyncResource`
// holds, with the storages themselves as keys. A package without any grant reads `Promise.resolve()[kResourceStore]`.

const {
  apply, arrayPush, getOwnPropertyDescriptor, defineProperty, getPrototypeOf, hasOwn, isProxy, objectIs, ownKeys, requireBuiltin, symbolText, TypeError, WeakMap, weakMapGet,
  weakMapSet,
} = require('./primordials.cjs');
const { newStamp } = require('./stamps.cjs');

/** What lies in the place of a value. */
class Kept {
  /** @type {any} */
  #value;

  /** @param {any} value */
  constructor(value) {
    this.#value = value;
  }

  /** What somebody else put there is nothing. @param {any} kept */
  static read(kept) {
    return typeof kept === 'object' && kept !== null && #value in kept ? kept.#value : undefined;
  }
}
const { read } = Kept;

/** @param {any} value */
function keep(value) {
  return value === undefined ? undefined : new Kept(value);
}

let limited = false;

/**
 * Before anybody has a storage. Those of Node 22 leave the value on whatever is made.
 * @param {any} Storage
 */
function limitStorages(Storage) {
  if (limited || !hasOwn(new Storage(), 'kResourceStore')) return;
  const { prototype } = Storage;
  const { disable, enterWith, getStore, run, _enable, _propagate } = prototype;
  const listed = new WeakMap();
  // stops a storage with a `_propagate` of its own, which would be handed each promise, timer and socket that anybody makes
  prototype._enable = { _enable() {
    const storage = /** @type {any} */ (this);
    const { kResourceStore } = storage;
    if (typeof kResourceStore !== 'symbol') throw new TypeError('Illegal invocation');
    storage.enabled = true;
    let own = weakMapGet(listed, storage);
    if (own === undefined) weakMapSet(listed, storage, own = { __proto__: null, enabled: false, kResourceStore, _propagate });
    apply(_enable, own, []);
  } }._enable;
  prototype.disable = { disable() {
    const storage = /** @type {any} */ (this);
    const own = weakMapGet(listed, storage);
    if (own === undefined) return;
    storage.enabled = false;
    apply(disable, own, []);
  } }.disable;
  // stops `Promise.resolve()[symbol]`, and what is written there: a session of nobody
  prototype.getStore = { getStore() {
    return read(apply(getStore, this, []));
  } }.getStore;
  prototype.enterWith = { enterWith(/** @type {any} */ value) {
    apply(enterWith, this, [keep(value)]);
  } }.enterWith;
  prototype.run = { run(/** @type {any} */ value, /** @type {any} */ callback, /** @type {any[]} */ ...args) {
    const storage = /** @type {any} */ (this);
    if (objectIs(value, apply(storage.getStore, storage, []))) return apply(callback, null, args);
    const all = [keep(value), callback];
    for (let i = 0; i < args.length; i++) arrayPush(all, args[i]);
    return apply(run, storage, all);
  } }.run;
  limited = true;
}

/**
 * Before anybody has a resource: since Node 24 each has the frame of where it was made, which is given to Node alone, in the
 * moment in which it runs something there.
 */
function hideFrames() {
  const { AsyncResource } = requireBuiltin('async_hooks');
  const sample = new AsyncResource('AMBIT');
  const kFrame = symbolOf(sample, 'context_frame');
  if (kFrame === undefined) return;
  const ids = [symbolOf(sample, 'async_id_symbol'), symbolOf(sample, 'trigger_async_id_symbol')];
  const { read: frameOf, write: keepFrame } = newStamp();
  /** The prototype of frames, once there is one. @type {any} */
  let ofFrames;
  let learning = false;
  const { prototype } = AsyncResource;
  const { runInAsyncScope } = prototype;
  /** @type {any} */
  let asking;
  defineProperty(prototype, kFrame, {
    __proto__: null, configurable: false, enumerable: false,
    /** @this {any} */
    get() {
      if (asking !== this) return undefined;
      asking = undefined;
      return frameOf(this);
    },
    // Node writes it once, when it makes the resource
    /** @this {any} @param {any} frame */
    set(frame) {
      if (frame === undefined) return;
      if (learning) ofFrames = getPrototypeOf(frame);
      else if (ofFrames === undefined) learn();
      // stops `resource[kFrame] = { has: (storage) => … }`, which would be handed the storages of others
      if (typeof frame === 'object' && !isProxy(frame) && getPrototypeOf(frame) === ofFrames) keepFrame(this, frame);
    },
  });

  /** Frames are of a class that nobody exports. */
  function learn() {
    const { AsyncLocalStorage } = requireBuiltin('async_hooks');
    learning = true;
    try {
      const storage = new AsyncLocalStorage();
      apply(storage.run, storage, [sample, () => new AsyncResource('AMBIT')]);
    } finally {
      learning = false;
    }
  }

  prototype.runInAsyncScope = { runInAsyncScope(/** @type {any[]} */ ...args) {
    // Node reads the numbers first: a getter in their place would come before it
    if (!isProxy(this) && hasData(this, ids[0]) && hasData(this, ids[1])) asking = this;
    // stops the end of the process: what is no resource has no number to leave again
    else if (isProxy(this) || typeof /** @type {any} */ (this)?.[ids[0]] !== 'number') throw new TypeError('Illegal invocation');
    try {
      return apply(runInAsyncScope, this, args);
    } finally {
      asking = undefined;
    }
  } }.runInAsyncScope;
}

/** @param {any} object @param {string} name @returns {any} */
function symbolOf(object, name) {
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol' && symbolText(keys[i]) === name) return keys[i];
  return undefined;
}

/** @param {any} object @param {PropertyKey} key */
function hasData(object, key) {
  const d = getOwnPropertyDescriptor(object, key);
  return d !== undefined && 'value' in d;
}

module.exports = { hideFrames, limitStorages };
