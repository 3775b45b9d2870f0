'use strict';
// What stops half-way for want of stack, such as loading or closing a part of Node, is neither closed nor usable from then on, for
// anybody. A package chooses how deep it asks, so the guard first asks for room itself.

const { apply, arrayPush, create } = require('./primordials.cjs');

/** Times eight bytes: a seventh of the stack. Loading and closing `http2` at any depth goes well with it. */
const ROOM = 16384;
/** For undici, the largest part of Node. */
const MUCH = ROOM * 3;

const nothing = () => {};

/** By the room that is asked for. @type {Record<number, number[]>} */
const lists = create(null);

/** Without holes: for each one V8 would look through the prototypes. @param {number} room */
function listOf(room) {
  /** @type {number[]} */
  const list = [];
  for (let i = 0; i < room; i++) arrayPush(list, 0);
  return list;
}

/**
 * @param {number} [room]
 * @throws {RangeError} where the stack is nearly full, before anything has changed
 */
function needRoom(room = ROOM) {
  // stops a package that has `require('net')` fail in the middle, at the bottom of a recursion
  apply(nothing, undefined, lists[room] ??= listOf(room));
}

module.exports = { MUCH, needRoom };
