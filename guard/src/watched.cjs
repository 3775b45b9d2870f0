'use strict';
// Views that tell what their package assigns, defines and deletes there.

const { create, defineProperty, deleteProperty, Proxy, reflectDefine, reflectSet } = require('./primordials.cjs');

/** @param {any} view @param {(key: PropertyKey) => void} wrote @returns {any} */
function watched(view, wrote) {
  const seen = new Proxy(view, {
    __proto__: null,
    set: (/** @type {any} */ _, /** @type {PropertyKey} */ key, /** @type {unknown} */ value, /** @type {any} */ receiver) => {
      const done = reflectSet(view, key, value, receiver === seen ? view : receiver);
      if (receiver === seen) wrote(key);
      return done;
    },
    defineProperty: (/** @type {any} */ _, /** @type {PropertyKey} */ key, /** @type {PropertyDescriptor} */ d) => {
      const done = reflectDefine(view, key, d);
      wrote(key);
      return done;
    },
    deleteProperty: (/** @type {any} */ _, /** @type {PropertyKey} */ key) => {
      const done = deleteProperty(view, key);
      wrote(key);
      return done;
    },
  });
  return seen;
}

/**
 * An object for `with`, that tells what is assigned to the names as variables.
 * @param {string[]} names @param {(name: string) => any} get @param {(name: string, value: any) => void} set
 */
function scopeOf(names, get, set) {
  const scope = create(null);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    defineProperty(scope, name, { __proto__: null, get: () => get(name), set: (/** @type {any} */ value) => set(name, value) });
  }
  return scope;
}

module.exports = { scopeOf, watched };
