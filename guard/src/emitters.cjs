'use strict';
// The class of event emitters that everybody outside Node sees. Node's own has two switches that every emitter of the
// process obeys, `captureRejections` and `defaultMaxListeners`, and made them unconfigurable: so nobody gets Node's own,
// neither from `events` nor from an emitter or a class. The one here makes the same emitters, with the same prototype.

const { apply, defineProperty, Error, getOwnPropertyDescriptor, ownKeys, requireBuiltin } = require('./primordials.cjs');
const { callerFile } = require('./caller.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

const OF_FUNCTIONS = { __proto__: null, length: true, name: true, prototype: true };
const SWITCHES = { __proto__: null, captureRejections: true, defaultMaxListeners: true };

/**
 * @param {(file: string) => Package | undefined} packageOf
 * @param {(real: any) => void} closeClass
 * @returns {any}
 */
function newEmitterClass(packageOf, closeClass) {
  const real = requireBuiltin('events');
  const { init, prototype } = real;
  const kCapture = captureKey(prototype);
  let capturing = prototype[kCapture];

  /**
   * The switch lies on the prototype, neither configurable nor to be frozen, for emitters assign their own.
   * @this {any} @param {any} [options]
   */
  function contained(options) {
    // stops `EventEmitter.prototype[kCapture] = true`
    if (prototype[kCapture] !== capturing) prototype[kCapture] = capturing;
    apply(init, this, [options]);
  }
  real.init = contained;

  /** @this {any} @param {any} [options] */
  function EventEmitter(options) {
    if (prototype[kCapture] !== capturing) prototype[kCapture] = capturing;
    apply(init, this, [options]);
  }
  EventEmitter.prototype = prototype;

  function isTrusted() {
    const file = callerFile(false);
    return file !== undefined && packageOf(file)?.trusted === true;
  }

  const replaced = {
    __proto__: null, EventEmitter,
    /** @param {any[]} given */
    setMaxListeners(...given) {
      // stops `events.setMaxListeners(1)`: without emitters it is the switch
      if (given.length > 1 || isTrusted()) apply(real.setMaxListeners, real, given);
    },
  };
  const keys = ownKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const key = /** @type {string} */ (keys[i]);
    if (key in OF_FUNCTIONS) continue;
    const d = /** @type {any} */ (getOwnPropertyDescriptor(real, key));
    if (key in replaced) d.value = /** @type {any} */ (replaced)[key];
    if (key in SWITCHES) {
      d.get = () => real[key];
      // stops `emitter.constructor.captureRejections = true`, which turns the rejections of others into their errors
      d.set = (/** @type {unknown} */ value) => {
        if (!isTrusted()) return;
        real[key] = value;
        if (key === 'captureRejections') capturing = value;
      };
    } else if ('get' in d) {
      // a class that Node loads when somebody asks
      d.get = () => {
        const value = real[key];
        closeClass(value);
        return value;
      };
    }
    defineProperty(EventEmitter, key, d);
  }
  defineProperty(prototype, 'constructor', { __proto__: null, value: EventEmitter, writable: true, enumerable: false, configurable: true });
  return EventEmitter;
}

/** @param {any} prototype @returns {any} */
function captureKey(prototype) {
  const keys = ownKeys(prototype);
  for (let i = 0; i < keys.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(prototype, keys[i]));
    if (typeof keys[i] === 'symbol' && !d.configurable && d.writable) return keys[i];
  }
  throw new Error('this Node has no switch on the prototype of emitters; run a Node that this Ambit knows');
}

module.exports = { newEmitterClass };
