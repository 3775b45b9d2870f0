'use strict';
// Defines a property on an object as assignment would, were nothing in its way. A field of a class whose base returns
// the object is defined through V8's caches: 12 to 100 ns, where `defineProperty` takes 300 to 450.

const { defineProperty } = require('./primordials.cjs');

class Given {
  /** @param {any} object */
  constructor(object) {
    return object;
  }
}

/**
 * @param {PropertyKey} key
 * @returns {(object: any, value: any) => void}
 */
function definerOf(key) {
  /** @type {any} */
  let next;
  class Field extends Given {
    // @ts-ignore any key will do
    [key] = next;
  }
  return (object, value) => {
    if ((typeof object !== 'object' && typeof object !== 'function') || object === null) {
      // a primitive has no properties of its own: the language's own words for that
      defineProperty(object, key, { value });
      return;
    }
    next = value;
    // @ts-ignore the base takes the object
    new Field(object);
    next = undefined;
  };
}

module.exports = { definerOf };
