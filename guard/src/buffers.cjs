'use strict';
// Node cuts small buffers out of one memory for all packages: `Buffer.from('x').buffer` holds the secrets of others.
// Without that pool V8 still keeps up to 64 bytes in its heap, each buffer apart, as fast as the pool was; what is
// larger takes 0.3 to 0.9 µs more.

const { apply, Buffer, bufferAlloc, charCodeAt } = require('./primordials.cjs');

const IN_HEAP = 64;

/** Before `Buffer` is closed. */
function endBufferPool() {
  const shared = /** @type {any} */ (Buffer);
  const { allocUnsafe, from } = shared;
  shared.poolSize = 0;
  shared.allocUnsafe = { allocUnsafe(/** @type {any} */ size) {
    return typeof size === 'number' && size >= 0 && size <= IN_HEAP ? bufferAlloc(size) : apply(allocUnsafe, shared, [size]);
  } }.allocUnsafe;
  shared.from = { from(/** @type {any} */ value, /** @type {any} */ encoding, /** @type {any} */ length) {
    if (typeof value === 'string' && value.length <= IN_HEAP && (encoding === undefined || encoding === 'utf8')) {
      const buffer = bufferAlloc(value.length);
      let i = 0;
      for (let code = 0; i < value.length; i++) {
        code = charCodeAt(value, i);
        if (code > 127) break;
        buffer[i] = code;
      }
      if (i === value.length) return buffer;
    }
    return apply(from, shared, [value, encoding, length]);
  } }.from;
}

module.exports = { endBufferPool };
