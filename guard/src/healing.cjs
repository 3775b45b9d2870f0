'use strict';
// The override mistake: a frozen member of a prototype cannot be assigned on what derives from it. An accessor heals that.

const { create, defineProperty, freeze, realGlobal, String, TypeError } = require('./primordials.cjs');
const { definerOf } = require('./fields.cjs');

/**
 * Makes a writable member of a shared prototype assignable on derived objects only.
 * @param {any} object @param {PropertyKey} key @param {PropertyDescriptor} d
 */
function heal(object, key, d) {
  const { value } = d;
  /** @type {((object: any, value: any) => void) | undefined} */
  let define;
  const get = () => value;
  // who looks for the original of a builtin asks for the value of an accessor that says so (get-intrinsic, call-bound)
  original.value = value;
  defineProperty(get, 'originalValue', original);
  const { set } = {
    /** @this {any} @param {unknown} next */
    set(next) {
      // what is there already (timekeeper writes `Date.prototype.constructor = Date`)
      if (this === object && next === value) return;
      // stops pollution of the prototype that everybody shares, and of the global object by way of sloppy `this`
      if (this === object || this === realGlobal) throw new TypeError(`Cannot assign to read only property '${String(key)}' of a frozen intrinsic`);
      // also on an object that got this very accessor copied (merge-descriptors), which must not call itself
      define ??= definerOf(key);
      define(this, next);
    },
  };
  accessor.enumerable = d.enumerable === true;
  // stops one package from leaving something on a function that all have
  accessor.get = freeze(get);
  accessor.set = freeze(set);
  defineProperty(object, key, accessor);
}

/**
 * One descriptor for all accessors and one for all originals, of shapes that inherit nothing: `{ __proto__: null, … }` is a
 * dictionary to V8, which takes longer to make and to read, and most of the garbage of a start was of them. Only
 * `defineProperty` sees them.
 * @this {any}
 */
function Accessor() {
  this.get = undefined;
  this.set = undefined;
  this.enumerable = false;
  this.configurable = false;
}
Accessor.prototype = freeze(create(null));
const accessor = new /** @type {any} */ (Accessor)();

/** @this {any} */
function Original() {
  this.value = undefined;
}
Original.prototype = Accessor.prototype;
const original = new /** @type {any} */ (Original)();

module.exports = { heal };
