'use strict';
// Node cuts small buffers out of one memory for all packages: `Buffer.from('x').buffer` holds the secrets of others.
// Without that pool V8 still keeps up to 64 bytes in its heap, each buffer apart, as fast as the pool was; what is
// larger takes 0.2 µs more. Up to 4 KiB, memory that is cleared is no slower to get than memory that is not,
// and shows nothing that somebody freed.

const {
  apply, Buffer, bufferAlloc, bufferCopy, charCodeAt, subarray, typedArraySet, utf8Write,
} = require('./primordials.cjs');

const IN_HEAP = 64;
const SMALL = 4096;

/** Below, storing letter by letter takes less than calling Node. */
const FEW = 24;

/** What a small text becomes is written here first, for nobody to see: only then its length is known. */
/** @type {Buffer | undefined} */
let scratch;
/** The beginning of it, by length: what lies in V8's heap is set from a view, for to write to it moves it out of there. */
/** @type {Uint8Array[]} */
const views = [];

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
      return value.length <= FEW ? fromShort(value) : fromUtf8(value);
    }
    return apply(from, shared, [value, encoding, length]);
  } }.from;
}

/** @param {string} text */
function fromShort(text) {
  const buffer = bufferAlloc(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i);
    if (code > 127) return fromUtf8(text);
    buffer[i] = code;
  }
  return buffer;
}

/** @param {string} text */
function fromUtf8(text) {
  // a letter of JavaScript takes at most three bytes
  scratch ??= bufferAlloc(SMALL * 3);
  const bytes = utf8Write(scratch, text, 0, SMALL * 3);
  const buffer = bufferAlloc(bytes);
  if (bytes > IN_HEAP) bufferCopy(scratch, buffer, 0, 0, bytes);
  else typedArraySet(buffer, views[bytes] ??= subarray(scratch, 0, bytes));
  return buffer;
}

module.exports = { endBufferPool };
