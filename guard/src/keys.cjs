'use strict';
// Classes of objects that hold what others measure or keep secret, and that no builtin exports.

const { construct, getPrototypeOf, Set, setAdd, setHas, setPrototypeOf } = require('./primordials.cjs');

/**
 * Keys are of subclasses of `KeyObject`. To make one of each takes OpenSSL milliseconds, so each class is closed by the
 * first key of it: all of them are made by way of the parent of `KeyObject`.
 * @param {any} crypto @param {(real: any) => void} closeClass @param {(made: any) => void} closeHandleOf
 */
function limitKeys({ KeyObject }, closeClass, closeHandleOf) {
  const native = getPrototypeOf(KeyObject);
  const closed = new Set();
  /** @param {any} handle */
  function NativeKeyObject(handle) {
    // stops `Object.getPrototypeOf(key).export = …`, which would be handed the keys of everybody
    if (new.target !== undefined && !setHas(closed, new.target)) {
      closeClass(new.target);
      // stops `Object.getPrototypeOf(key[kHandle]).export = …` too
      closeHandleOf({ __proto__: null, _handle: handle });
      setAdd(closed, new.target);
    }
    return construct(native, [handle], new.target);
  }
  NativeKeyObject.prototype = native.prototype;
  setPrototypeOf(KeyObject, NativeKeyObject);
}

module.exports = { limitKeys };
