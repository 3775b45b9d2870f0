'use strict';
// Closes the two prototypes that every array inherits from. `freeze` gives a prototype frozen elements, none as they are, and
// V8 then takes every store into an array that grows or has holes (`a[i] = x`, `a[a.length] = x`) off its fast path: 80 to 100 ns
// where it takes 3, in Node's own queues too. Sealed elements or those of a dictionary do no such harm.
//
// Nothing here rests on that: whatever V8 does, the prototypes are frozen at the end.

const { assign, freeze, getOwnPropertyDescriptor, ownKeys, seal, setPrototypeOf } = require('./primordials.cjs');

/** More than V8 keeps of an object's properties other than in a dictionary. */
const MANY = 1030;

/** V8 begins to note what a function reads; from then on it acts upon the next. */
const OFTEN = 200;
let turns = OFTEN;

/**
 * Where all members are accessors or read-only already, to seal is to freeze.
 * @param {any} object
 */
function freezeHealed(object) {
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) {
    if (getOwnPropertyDescriptor(object, keys[i])?.writable === true) {
      freeze(object);
      return;
    }
  }
  seal(object);
}

/**
 * `Array.prototype` must keep data that was never redefined one by one, or `map`, `slice` and `[...array]` are 10 to 50 times
 * slower. What is frozen while it is a dictionary gets the elements of a dictionary, and V8 makes it one at the beginning of
 * an `assign` of more properties than would fit.
 * @param {any} prototype
 */
function freezeArrays(prototype) {
  /** @type {any} */
  const many = { __proto__: null, get first() {
    freeze(prototype);
    // nothing is assigned
    throw many;
  } };
  // names, none of which is an index; those take V8 half the time that other new ones take
  for (let i = -1; i >= -MANY; i--) many[i] = i;
  try {
    assign(prototype, many);
  } catch (error) {
    if (error !== many) throw error;
  }
  freeze(prototype);
  keepFast(prototype);
}

/**
 * Closing leaves an object a dictionary to V8, which makes no part of optimized code of what it finds there. What an object
 * inherits from is made fast again when code that runs often reads a member of that object; strings never cause that.
 * @param {any} object
 */
function keepFast(object) {
  const heir = setPrototypeOf({}, object);
  let read;
  for (let i = 0; i < turns; i++) read = heir.constructor;
  turns = 4;
  return read;
}

module.exports = { freezeArrays, freezeHealed, keepFast };
