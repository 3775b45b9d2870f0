'use strict';
// Tables that a builtin exports, `http.STATUS_CODES` and `os.constants.signals`: each package has a copy, so that what one
// writes into it reaches nobody else.

const { arraySlice, create, getPrototypeOf, isArray, keysOf, ObjectPrototype } = require('./primordials.cjs');

/**
 * A copy of a table, or undefined when the value is something else.
 * @param {any} value
 * @returns {any}
 */
function copyOfTable(value) {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isArray(value)) return isText(value) ? arraySlice(value) : undefined;
  const prototype = getPrototypeOf(value);
  if (prototype !== null && prototype !== ObjectPrototype) return undefined;
  const copy = create(prototype);
  const keys = keysOf(value);
  for (let i = 0; i < keys.length; i++) {
    const member = value[keys[i]];
    if (typeof member === 'function') return undefined;
    const inner = typeof member === 'object' && member !== null ? copyOfTable(member) : member;
    if (inner === undefined && member !== undefined) return undefined;
    copy[keys[i]] = inner;
  }
  return copy;
}

/** @param {any[]} values */
function isText(values) {
  for (let i = 0; i < values.length; i++) if (typeof values[i] !== 'string') return false;
  return true;
}

module.exports = { copyOfTable };
