'use strict';
// What stops half-way for want of stack, such as loading or closing a part of Node, is neither closed nor usable from then on, for
// anybody. A package chooses how deep it asks, so the guard first asks for room itself.

const { apply } = require('./primordials.cjs');

/** Times eight bytes: a seventh of the stack. Loading and closing `http2` at any depth goes well with it. */
const ROOM = 16384;

const nothing = () => {};

/** @type {any[] | undefined} */
let list;

/** @throws {RangeError} where the stack is nearly full, before anything has changed */
function needRoom() {
  if (list === undefined) {
    list = [];
    list.length = ROOM;
  }
  // stops a package that has `require('net')` fail in the middle, at the bottom of a recursion
  apply(nothing, undefined, list);
}

module.exports = { needRoom };
