'use strict';
// Shared libraries that an addon brings along: the system looks for them relative to the addon (`$ORIGIN`, as sharp has it).
// The addon is loaded from a private copy, so they have to lie beside the copy as they lie beside the addon.

const { arrayConcat, arrayPush, dirname, includes, joinPath, realpathSync, slice, split, startsWith, statSync, utf8Slice } = require('./primordials.cjs');

// of a file's mode
const FORMAT = 0o170000;
const REGULAR = 0o100000;
// of ELF, 64 bits, little endian
const MAGIC = 0x464c457f;
const LOAD = 1;
const DYNAMIC = 2;
const NEEDED = 1;
const STRINGS = 5;
const RPATH = 15;
const RUNPATH = 29;

/**
 * The libraries that the system would find relative to an addon, and those that they need in turn.
 * @param {string} addon absolute real path
 * @param {Buffer} bytes of the addon, verified
 * @param {(file: string) => Buffer} read reads and verifies; throws for what is not as signed
 * @returns {{ path: string, bytes: Buffer }[]} paths as the system would put them together
 */
function librariesOf(addon, bytes, read) {
  /** @type {{ path: string, bytes: Buffer }[]} */
  const found = [];
  /** @type {Record<string, boolean>} */
  const names = /** @type {any} */ ({ __proto__: null });
  /** @type {{ path: string, bytes: Buffer, passed: string[] }[]} */
  const queue = [{ path: addon, bytes, passed: [] }];
  for (let i = 0; i < queue.length; i++) {
    const { path, bytes: text, passed } = queue[i];
    const { needed, rpath, runpath } = dynamicOf(text);
    const own = foldersOf(runpath ?? rpath, dirname(path));
    // the older RPATH counts for what the libraries need too
    const inherited = runpath === undefined ? arrayConcat(own, passed) : passed;
    const searched = runpath === undefined ? inherited : own;
    for (let j = 0; j < needed.length; j++) {
      const name = needed[j];
      const place = names[name] === true || includes(name, '/') ? undefined : placeOf(name, searched);
      if (place === undefined) continue;
      names[name] = true;
      // stops a library that was changed after signing, or put where the system would find it before its own
      const library = { path: place, bytes: read(realpathSync(place)), passed: inherited };
      arrayPush(found, library);
      arrayPush(queue, library);
    }
  }
  return found;
}

/** @param {string} name @param {string[]} folders */
function placeOf(name, folders) {
  for (let i = 0; i < folders.length; i++) {
    const path = joinPath(folders[i], name);
    try {
      if ((statSync(path).mode & FORMAT) === REGULAR) return path;
    } catch {
      // not there
    }
  }
  return undefined;
}

/** Those folders of a search path that are relative to the file; the others are the system's. @param {string | undefined} list @param {string} origin */
function foldersOf(list, origin) {
  /** @type {string[]} */
  const folders = [];
  const entries = split(list ?? '', ':');
  for (let i = 0; i < entries.length; i++) {
    const rest = after(entries[i], '$ORIGIN') ?? after(entries[i], '${ORIGIN}');
    if (rest !== undefined && (rest === '' || rest[0] === '/') && !includes(rest, '$')) arrayPush(folders, joinPath(origin, rest));
  }
  return folders;
}

/** @param {string} text @param {string} prefix */
function after(text, prefix) {
  return startsWith(text, prefix) ? slice(text, prefix.length) : undefined;
}

/**
 * What a file asks of the system's linker.
 * @param {Buffer} bytes
 * @returns {{ needed: string[], rpath: string | undefined, runpath: string | undefined }} nothing where it is of another format
 */
function dynamicOf(bytes) {
  /** @type {string[]} */
  const needed = [];
  let rpath;
  let runpath;
  if (numberAt(bytes, 0, 4) !== MAGIC || bytes[4] !== 2 || bytes[5] !== 1) return { needed, rpath, runpath };
  const { segments, dynamic } = segmentsOf(bytes);
  /** @type {{ tag: number, value: number }[]} */
  const entries = [];
  let strings = NaN;
  for (let at = dynamic.offset; at + 16 <= dynamic.offset + dynamic.size && at < bytes.length; at += 16) {
    const tag = numberAt(bytes, at, 8);
    if (tag === 0) break;
    const value = numberAt(bytes, at + 8, 8);
    if (tag === STRINGS) strings = offsetOf(value, segments);
    else arrayPush(entries, { tag, value });
  }
  for (let i = 0; i < entries.length; i++) {
    const { tag, value } = entries[i];
    if (tag === NEEDED) arrayPush(needed, textAt(bytes, strings + value));
    else if (tag === RPATH) rpath = textAt(bytes, strings + value);
    else if (tag === RUNPATH) runpath = textAt(bytes, strings + value);
  }
  return { needed, rpath, runpath };
}

/** @typedef {{ offset: number, address: number, size: number }} Segment */

/** @param {Buffer} bytes */
function segmentsOf(bytes) {
  /** @type {Segment[]} */
  const segments = [];
  let dynamic = { offset: 0, address: 0, size: 0 };
  const table = numberAt(bytes, 32, 8);
  const width = numberAt(bytes, 54, 2);
  const count = numberAt(bytes, 56, 2);
  for (let i = 0; i < count; i++) {
    const at = table + i * width;
    const type = numberAt(bytes, at, 4);
    const segment = { offset: numberAt(bytes, at + 8, 8), address: numberAt(bytes, at + 16, 8), size: numberAt(bytes, at + 32, 8) };
    if (type === LOAD) arrayPush(segments, segment);
    else if (type === DYNAMIC) dynamic = segment;
  }
  return { segments, dynamic };
}

/** Where in the file an address is. @param {number} address @param {Segment[]} segments */
function offsetOf(address, segments) {
  for (let i = 0; i < segments.length; i++) {
    const { offset, address: start, size } = segments[i];
    if (address >= start && address < start + size) return offset + address - start;
  }
  return NaN;
}

/** Beyond the end it is no number, which no comparison holds for. @param {Buffer} bytes @param {number} at @param {number} size */
function numberAt(bytes, at, size) {
  let number = 0;
  for (let i = size - 1; i >= 0; i--) number = number * 256 + bytes[at + i];
  return number;
}

/** @param {Buffer} bytes @param {number} at */
function textAt(bytes, at) {
  if (!(at >= 0 && at < bytes.length)) return '';
  let end = at;
  while (end < bytes.length && bytes[end] !== 0) end++;
  return utf8Slice(bytes, at, end);
}

module.exports = { librariesOf };
