'use strict';
// Classes whose instances hold a handle of a class in C++ that no binding shows: `new crypto.Cipheriv(…)`. To make one costs, so
// the class of the handle is closed by the first instance that somebody makes, before they have it. The functions that make
// them (handles.cjs) are one way, the classes another.

const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, ownKeys, setPrototypeOf } = require('./primordials.cjs');

/** @type {Record<string, string[]>} */
const CLASSES = { crypto: ['Cipheriv', 'Decipheriv', 'DiffieHellman', 'DiffieHellmanGroup', 'ECDH'], tls: ['SecureContext'] };

/**
 * Before the members of a builtin are closed.
 * @param {string} name @param {any} exported @param {(made: any) => void} close the class of what an instance holds
 */
function limitHandleClasses(name, exported, close) {
  const names = hasOwn(CLASSES, name) ? CLASSES[name] : [];
  for (let i = 0; i < names.length; i++) if (typeof exported[names[i]] === 'function') limitClass(exported, names[i], close);
}

/** @param {any} exported @param {string} key @param {(made: any) => void} close */
function limitClass(exported, key, close) {
  const original = exported[key];
  let done = false;
  /** @this {any} @param {any[]} args */
  const Stand = function (...args) {
    const inherits = new.target === undefined && hasPrototype(this, original.prototype);
    const made = inherits ? this : construct(original, args, new.target === undefined || new.target === Stand ? original : new.target);
    // `Cipheriv.call(this, …)` of a class that inherits from it
    if (inherits) apply(original, this, args);
    // stops `Object.getPrototypeOf(cipher[kHandle]).update = …`, which would be handed what everybody encrypts
    if (!done) close(made);
    done = true;
    return made;
  };
  const keys = ownKeys(original);
  for (let i = 0; i < keys.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(original, keys[i]));
    if (keys[i] !== 'caller' && keys[i] !== 'arguments') defineProperty(Stand, keys[i], d);
  }
  setPrototypeOf(Stand, getPrototypeOf(original));
  defineProperty(original.prototype, 'constructor', { __proto__: null, value: Stand, writable: true, enumerable: false, configurable: true });
  exported[key] = Stand;
}

/** @param {any} object @param {any} prototype */
function hasPrototype(object, prototype) {
  if (typeof object !== 'object' || object === null) return false;
  for (let at = getPrototypeOf(object); at !== null; at = getPrototypeOf(at)) if (at === prototype) return true;
  return false;
}

module.exports = { limitHandleClasses };
