'use strict';
// Node cuts small buffers out of one memory for all packages: `Buffer.from('x').buffer` holds the secrets of others.
// Without that pool V8 still keeps up to 64 bytes in its heap, each buffer apart, as fast as the pool was; what is
// larger takes 0.2 to 0.5 µs more. Up to 4 KiB, memory that is cleared is no slower to get than memory that is not,
// and shows nothing that somebody freed.

const { apply, Buffer, bufferAlloc, byteLengthOf, charCodeAt, utf8Write } = require('./primordials.cjs');

const IN_HEAP = 64;
const SMALL = 4096;

/** Before `Buffer` is closed. */
function endBufferPool() {
  const shared = /** @type {any} */ (Buffer);
  const { allocUnsafe, from } = shared;
  shared.poolSize = 0;
  shared.allocUnsafe = { allocUnsafe(/** @type {any} */ size) {
    // stops a package from reading what another one freed
    return typeof size === 'number' && size >= 0 && size <= SMALL ? bufferAlloc(size) : apply(allocUnsafe, shared, [size]);
  } }.allocUnsafe;
  shared.from = { from(/** @type {any} */ value, /** @type {any} */ encoding, /** @type {any} */ length) {
    if (typeof value === 'string' && value.length <= SMALL && (encoding === undefined || encoding === 'utf8')) {
      return value.length <= IN_HEAP ? fromShort(value) : fromUtf8(value, byteLengthOf(value));
    }
    return apply(from, shared, [value, encoding, length]);
  } }.from;
}

/** @param {string} text */
function fromShort(text) {
  const buffer = bufferAlloc(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i);
    if (code > 127) return fromUtf8(text, byteLengthOf(text));
    buffer[i] = code;
  }
  return buffer;
}

/** @param {string} text @param {number} bytes */
function fromUtf8(text, bytes) {
  const buffer = bufferAlloc(bytes);
  utf8Write(buffer, text, 0, bytes);
  return buffer;
}

module.exports = { endBufferPool };
