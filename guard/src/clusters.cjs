'use strict';
// What `cluster` inherits as an event emitter, for packages that have a part of it: `cluster.on` (log4js).

const { apply, arrayPush, getPrototypeOf, hasOwn, ownKeys, WeakMap, weakMapGet, weakMapSet } = require('./primordials.cjs');

/**
 * The methods, which neither answer nor call listeners with the whole builtin.
 * @param {any} cluster
 * @param {any} facade the package's view of it
 * @returns {{ key: string, value: any, enumerable: boolean }[]}
 */
function emitterMethods(cluster, facade) {
  const listeners = new WeakMap();
  /** @param {any} listener */
  const heldTo = (listener) => {
    const known = weakMapGet(listeners, listener);
    if (known !== undefined) return known;
    /** @type {any} */
    const held = { /** @this {any} */ listener(/** @type {any[]} */ ...args) {
      // stops `cluster.on('fork', function () { this.fork() })`
      return apply(listener, this === cluster ? facade : this, args);
    } }.listener;
    weakMapSet(listeners, listener, held);
    return held;
  };
  const emits = getPrototypeOf(cluster);
  const keys = ownKeys(emits);
  /** @type {{ key: string, value: any, enumerable: boolean }[]} */
  const methods = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const method = emits[key];
    if (typeof key !== 'string' || key === 'constructor' || typeof method !== 'function' || hasOwn(facade, key)) continue;
    const { value } = { /** @this {any} */ value(/** @type {any[]} */ ...args) {
      if (key !== 'emit' && typeof args[1] === 'function') args[1] = heldTo(args[1]);
      const result = apply(method, this === facade ? cluster : this, args);
      // stops `cluster.on('x', f).fork()`
      return result === cluster ? facade : result;
    } };
    arrayPush(methods, { key, value, enumerable: false });
  }
  return methods;
}

module.exports = { emitterMethods };
