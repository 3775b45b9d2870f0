'use strict';
// What TypeScript makes of generators assigns: `g = Object.create(Iterator.prototype); g[Symbol.iterator] = …`. On a frozen
// prototype that throws, and an accessor there makes `[...set]` and `new Set(set)` 5 to 10 times slower. So the name
// `Iterator` has a prototype of its own, which inherits from the real one and takes assignments on derived objects.

const {
  apply, bindFunction, construct, create, defineProperty, getOwnPropertyDescriptor, hasInstance, isPrototypeOf, ownKeys, realGlobal, SymbolHasInstance, TypeError,
} = require('./primordials.cjs');

/**
 * Puts the stand-in in the place of `Iterator`, before anything is frozen.
 * @param {(object: any, key: PropertyKey, d: PropertyDescriptor) => void} heal
 * @returns {any[]} what has to be frozen
 */
function standForIterator(heal) {
  const { Iterator: Real } = realGlobal;
  const { prototype } = Real;
  const target = function Iterator() {
    if (new.target === undefined) throw new TypeError("Constructor Iterator requires 'new'");
    if (new.target === target) throw new TypeError('Abstract class Iterator not directly constructable');
    return construct(Real, [], new.target);
  };
  const stand = bindFunction(target, undefined);
  const between = create(prototype);
  const inherited = ownKeys(prototype);
  for (let i = 0; i < inherited.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(prototype, inherited[i]));
    if (inherited[i] !== 'constructor' && 'value' in d && d.writable) heal(between, inherited[i], d);
  }
  heal(between, 'constructor', { value: stand, enumerable: false });
  const own = ownKeys(Real);
  for (let i = 0; i < own.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(Real, own[i]));
    defineProperty(stand, own[i], own[i] === 'prototype' ? { ...d, value: between } : d);
  }
  defineProperty(stand, SymbolHasInstance, {
    __proto__: null,
    /** @this {unknown} @param {unknown} object */
    value(object) {
      return this === stand ? typeof object === 'object' && object !== null && isPrototypeOf(prototype, object) : apply(hasInstance, this, [object]);
    },
  });
  defineProperty(realGlobal, 'Iterator', { __proto__: null, value: stand });
  return [Real, stand, between];
}

module.exports = { standForIterator };
