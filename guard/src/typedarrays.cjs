'use strict';
// `array.constructor = …` on a typed array (typedarray.prototype.slice) needs an accessor on `Uint8Array.prototype`, but
// `inspect` takes the nearest constructor that is a value, which would be `TypedArray`. So the value lies one prototype
// further up, together with what programs read from the prototype of `Uint8Array.prototype`.

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, realGlobal, setPrototypeOf, SymbolToStringTag } = require('./primordials.cjs');

const NAMES = [
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array',
  'BigInt64Array', 'BigUint64Array',
];
const READ = [SymbolToStringTag, 'buffer', 'byteLength', 'byteOffset', 'length'];

/** @returns {any[]} the prototypes that are new, not yet frozen */
function standForTypedArrays() {
  const above = getPrototypeOf(realGlobal.Int8Array.prototype);
  const stands = [];
  for (let i = 0; i < NAMES.length; i++) {
    const array = realGlobal[NAMES[i]];
    if (array === undefined) continue;
    const stand = { __proto__: above };
    defineProperty(stand, 'constructor', { __proto__: null, value: array });
    for (let n = 0; n < READ.length; n++) defineProperty(stand, READ[n], getOwnPropertyDescriptor(above, READ[n]));
    setPrototypeOf(array.prototype, stand);
    stands[stands.length] = stand;
  }
  return stands;
}

module.exports = { standForTypedArrays };
