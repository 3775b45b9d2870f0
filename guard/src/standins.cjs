'use strict';
// What a package puts in the place of a member for everybody (patches.cjs), as the others get it.

const {
  apply, construct, create, defineProperty, freeze, FunctionPrototype, getCallSites, getOwnPropertyDescriptor, hasInstance, hasOwn, ObjectPrototype, ownKeys, Proxy,
  realProcess, reflectDefine, reflectSet, startsWith, SymbolHasInstance, WeakMap, weakMapGet, weakMapSet,
} = require('./primordials.cjs');

/** By what they stand for. */
const made = new WeakMap();
/** What they stand for. */
const originals = new WeakMap();

/**
 * A function of the package that is called without `this`: `http.request(…)` of another package would hand it that one's
 * `http`, with members that it does not have itself, and the application's real one. An object is as it is, its methods
 * have itself as `this`.
 * @param {any} value
 */
function standInFor(value) {
  if (typeof value !== 'function' || weakMapGet(originals, value) !== undefined) return value;
  let stand = weakMapGet(made, value);
  if (stand === undefined) {
    stand = new Proxy(value, newHandler());
    weakMapSet(made, value, stand);
    weakMapSet(originals, stand, value);
  }
  return stand;
}

/** What a stand-in stands for; anything else for itself. @param {any} value */
function behind(value) {
  return (typeof value === 'function' ? weakMapGet(originals, value) : undefined) ?? value;
}

/** @returns {any} */
function newHandler() {
  return freeze({
    __proto__: null,
    apply: freeze((/** @type {any} */ target, /** @type {any} */ _, /** @type {any[]} */ args) => apply(target, undefined, args)),
    construct: freeze((/** @type {any} */ target, /** @type {any[]} */ args, /** @type {any} */ newTarget) => (
      construct(target, args, behind(newTarget)))),
    // stops a third package from being handed the calls of others by `http.request.call = …`
    set: freeze((/** @type {any} */ target, /** @type {PropertyKey} */ key, /** @type {unknown} */ value, /** @type {any} */ receiver) => (
      !isOfFunctions(key) && reflectSet(target, key, value, behind(receiver)))),
    defineProperty: freeze((/** @type {any} */ target, /** @type {PropertyKey} */ key, /** @type {any} */ d) => (
      !isOfFunctions(key) && reflectDefine(target, key, d))),
    setPrototypeOf: freeze(() => false),
    preventExtensions: freeze(() => false),
  });
}

/** @param {PropertyKey} key */
function isOfFunctions(key) {
  return key !== 'name' && key !== 'length' && hasOwn(FunctionPrototype, key);
}

/**
 * A class of Node that the package may change, static members and prototype too, before it puts it in the place of the
 * real one, which is closed: interceptors of `fetch` note in `Headers` what was written.
 * @param {string} name @param {any} Real
 */
function changeableClass(name, Real) {
  const Own = class extends Real {};
  defineProperty(Own, 'name', { __proto__: null, value: name, configurable: true });
  // what Node makes itself is of the real one
  /** @this {any} @param {any} it */
  const isInstance = function (it) {
    return apply(hasInstance, this?.prototype === Own.prototype ? Real : this, [it]);
  };
  defineProperty(Own, SymbolHasInstance, { __proto__: null, configurable: true, value: isInstance });
  return Own;
}

/**
 * The same for an object of the language, of which a clock changes a member and copies the others with their descriptors.
 * @param {any} real as `Temporal`
 */
function changeableCopy(real) {
  const copy = create(ObjectPrototype);
  const keys = ownKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const enumerable = getOwnPropertyDescriptor(real, keys[i])?.enumerable;
    defineProperty(copy, keys[i], { __proto__: null, value: real[keys[i]], writable: true, enumerable, configurable: true });
  }
  return copy;
}

/**
 * Node itself calls `process.nextTick` too, with what is its own.
 * @param {any} real @param {any} replaced
 */
function forPrograms(real, replaced) {
  return { nextTick(/** @type {any[]} */ ...args) {
    const sites = getCallSites(2, { __proto__: null, sourceMap: false });
    return apply(sites.length > 1 && startsWith(sites[1].scriptName, 'node:') ? real : replaced, realProcess, args);
  } }.nextTick;
}

module.exports = { behind, changeableClass, changeableCopy, forPrograms, standInFor };
