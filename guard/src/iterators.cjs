'use strict';
// What TypeScript makes of generators assigns: `g = Object.create(Iterator.prototype); g[Symbol.iterator] = …`. On a frozen
// prototype that throws, and an accessor there makes `[...set]` and `new Set(set)` 5 to 10 times slower. So the name
// `Iterator` has a prototype of its own, which inherits from the real one and takes assignments on derived objects.

const {
  apply, bindFunction, construct, create, defineProperty, freeze, getOwnPropertyDescriptor, hasInstance, isPrototypeOf, keysOf, ownKeys, Proxy, realGlobal,
  reflectSet, SymbolHasInstance, TypeError,
} = require('./primordials.cjs');

/**
 * Puts the stand-in in the place of `Iterator`, before anything is frozen.
 * @param {(object: any, key: PropertyKey, d: PropertyDescriptor) => void} heal
 * @returns {{ shown: any, open: any[] }} the name, closed already, and what has to be frozen
 */
function standForIterator(heal) {
  const { Iterator: Real } = realGlobal;
  const { prototype } = Real;
  const target = function Iterator() {
    if (new.target === undefined) throw new TypeError("Constructor Iterator requires 'new'");
    if (new.target === target || new.target === shown) throw new TypeError('Abstract class Iterator not directly constructable');
    return construct(Real, [], new.target);
  };
  const stand = bindFunction(target, undefined);
  const between = create(prototype);
  const inherited = ownKeys(prototype);
  for (let i = 0; i < inherited.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(prototype, inherited[i]));
    if (inherited[i] !== 'constructor' && 'value' in d && d.writable) heal(between, inherited[i], d);
  }
  const own = ownKeys(Real);
  for (let i = 0; i < own.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(Real, own[i]));
    // a proxy may show another value only for what could be configured
    if (own[i] === 'prototype') defineProperty(stand, own[i], { ...d, value: between, configurable: true });
    else defineProperty(stand, own[i], 'value' in d ? { ...d, writable: false, configurable: false } : { ...d, configurable: false });
  }
  // es-iterator-helpers (below eslint-plugin-react) finds the prototype that all iterators inherit from, and writes it here where
  // it is not this one: that is true already. Nothing else can be written.
  /** @type {any} */
  const shown = new Proxy(stand, /** @type {ProxyHandler<any>} */ (freeze({
    __proto__: null,
    defineProperty: (/** @type {any} */ _, /** @type {PropertyKey} */ key, /** @type {PropertyDescriptor} */ d) =>
      key === 'prototype' && keysOf(d).length === 1 && d.writable === false,
    deleteProperty: () => false,
    preventExtensions: () => false,
    set: (/** @type {any} */ _, /** @type {PropertyKey} */ key, /** @type {any} */ value, /** @type {any} */ receiver) =>
      (receiver === shown ? key === 'prototype' && value === prototype : reflectSet(stand, key, value, receiver)),
    setPrototypeOf: () => false,
  })));
  heal(between, 'constructor', { value: shown, enumerable: false });
  defineProperty(stand, SymbolHasInstance, {
    __proto__: null,
    /** @this {unknown} @param {unknown} object */
    value(object) {
      return this === shown ? typeof object === 'object' && object !== null && isPrototypeOf(prototype, object) : apply(hasInstance, this, [object]);
    },
  });
  freeze(getOwnPropertyDescriptor(stand, SymbolHasInstance)?.value);
  defineProperty(realGlobal, 'Iterator', { __proto__: null, value: shown });
  return { shown, open: [Real, between] };
}

module.exports = { standForIterator };
