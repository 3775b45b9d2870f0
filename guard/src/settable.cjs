'use strict';
// Properties of a view that a package may replace for itself: worked out when somebody first asks, data once it is assigned.

const { defineProperty } = require('./primordials.cjs');

/** @param {any} view @param {string} name @param {() => any} get */
function settable(view, name, get) {
  defineProperty(view, name, {
    __proto__: null, configurable: true, enumerable: false, get,
    set: (/** @type {unknown} */ value) => {
      defineProperty(view, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
  });
}

module.exports = { settable };
