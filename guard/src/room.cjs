'use strict';
// What stops half-way for want of stack, such as loading or closing a part of Node, is neither closed nor usable from then on, for
// anybody. A package chooses how deep it asks, so the guard first asks for room itself.

const { apply } = require('./primordials.cjs');

/** Times eight bytes: a seventh of the stack. Loading and closing `http2` at any depth goes well with it. */
const ROOM = 16384;
/** For undici, the largest part of Node. */
const MUCH = ROOM * 3;

const nothing = () => {};

/** @type {any[] | undefined} */
let list;

/**
 * @param {number} [room]
 * @throws {RangeError} where the stack is nearly full, before anything has changed
 */
function needRoom(room = ROOM) {
  list ??= [];
  list.length = room;
  // stops a package that has `require('net')` fail in the middle, at the bottom of a recursion
  apply(nothing, undefined, list);
}

module.exports = { MUCH, needRoom };
