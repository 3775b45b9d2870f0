'use strict';
// Values that only the guard reads, on objects of Node that are made all the time: a private field costs a hundredth of what a
// `WeakMap` does with many short-lived keys.

class Returning {
  /** @param {any} object */
  constructor(object) {
    return object;
  }
}

/** A place for a value on any object. @returns {{ read: (object: any) => any, write: (object: any, value: any) => void }} */
function newStamp() {
  class Stamp extends Returning {
    /** @type {any} */
    #value;

    /** @param {any} object @param {any} value */
    constructor(object, value) {
      super(object);
      this.#value = value;
    }

    /** @param {any} object @returns {any} undefined where nothing was written */
    static read(object) {
      return #value in object ? object.#value : undefined;
    }

    /** @param {any} object @param {any} value */
    static write(object, value) {
      if (#value in object) object.#value = value;
      else new Stamp(object, value);
    }
  }
  return { read: Stamp.read, write: Stamp.write };
}

module.exports = { newStamp };
