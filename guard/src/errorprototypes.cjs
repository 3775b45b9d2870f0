'use strict';
// What the guard puts above the prototypes of errors, for what neither a frozen member nor an accessor can be.

const { arrayPush, defineProperty, deleteProperty, Error, getOwnPropertyDescriptor, getPrototypeOf, realGlobal, setPrototypeOf } = require('./primordials.cjs');
const { heal } = require('./healing.cjs');

/** Those whose prototypes inherit from that of `Error`. */
const KINDS = ['AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'SuppressedError', 'TypeError', 'URIError'];

/**
 * `error.message = …` on an error without one of its own needs an accessor, but boom (hapi) refuses errors whose class
 * shows a `message` that is an accessor or cannot be configured. So the empty message lies one prototype further up,
 * where it is inherited all the same.
 *
 * There also lies what Node reads to send an error to another thread or process with all its properties: a constructor that
 * is a value.
 * @returns {any[]} the prototypes that are new, not yet frozen
 */
function standForErrors() {
  const { prototype } = Error;
  const above = { __proto__: getPrototypeOf(prototype) };
  defineProperty(above, 'constructor', { __proto__: null, value: Error, writable: false, enumerable: false, configurable: true });
  defineProperty(above, 'message', { __proto__: null, value: '', writable: true, enumerable: false, configurable: true });
  heal(above, 'message', /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(above, 'message')));
  setPrototypeOf(prototype, above);
  deleteProperty(prototype, 'message');
  const stands = [above];
  for (let i = 0; i < KINDS.length; i++) {
    const kind = realGlobal[KINDS[i]];
    const errors = kind?.prototype;
    if (errors === undefined) continue;
    deleteProperty(errors, 'message');
    const named = { __proto__: prototype };
    defineProperty(named, 'constructor', { __proto__: null, value: kind, writable: false, enumerable: false, configurable: true });
    setPrototypeOf(errors, named);
    arrayPush(stands, named);
  }
  return stands;
}

module.exports = { standForErrors };
