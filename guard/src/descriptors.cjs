'use strict';
// How a member of the language or of a class of Node that became an accessor, so that derived objects can be assigned it, shows:
// as data, as in plain Node, and never to be changed. Packages copy and bind what descriptors say (execa:
// `descriptor.value.bind(promise)`; srvx, below h3, nitro and elysia: `desc.value = function …` with those of `Response.prototype`),
// and ask `'get' in descriptor`. A copy of what a class of Node has can be assigned, as the member itself can on what derives.

const {
  bindFunction, defineProperty, getOwnPropertyDescriptor, getOwnPropertyDescriptors, ownKeys, realGlobal, reflectDescriptor, WeakMap, weakMapGet,
  weakMapHas, weakMapSet,
} = require('./primordials.cjs');

/** The objects that own such members, and whether copies of these can be assigned. All others show what they have, so nobody can have a getter of its own shown as data. */
const healed = new WeakMap();
/** @type {any} */
let last;

/** @param {any} object of the language, or a class of Node or its prototype @param {boolean} [writable] what copies are */
function showsData(object, writable = false) {
  if (object === last) return;
  weakMapSet(healed, object, writable);
  last = object;
}

/** @param {any} object @param {PropertyDescriptor | undefined} d */
function shown(object, d) {
  if (d === undefined || d.get === undefined || !weakMapHas(healed, object)) return d;
  const original = getOwnPropertyDescriptor(d.get, 'originalValue');
  if (original === undefined) return d;
  return { value: original.value, writable: weakMapGet(healed, object), enumerable: d.enumerable, configurable: false };
}

/** Before the language is frozen. */
function showDescriptors() {
  const stands = {
    /** @param {any} object @param {PropertyKey} key */
    getOwnPropertyDescriptor(object, key) {
      return shown(object, getOwnPropertyDescriptor(object, key));
    },
    /** @param {any} object */
    getOwnPropertyDescriptors(object) {
      const all = getOwnPropertyDescriptors(object);
      if (!weakMapHas(healed, object)) return all;
      const keys = ownKeys(all);
      for (let i = 0; i < keys.length; i++) all[keys[i]] = shown(object, all[keys[i]]);
      return all;
    },
  };
  const ofReflect = {
    /** @param {any} object @param {PropertyKey} key */
    getOwnPropertyDescriptor(object, key) {
      return shown(object, reflectDescriptor(object, key));
    },
  };
  stand(realGlobal.Object, 'getOwnPropertyDescriptor', stands.getOwnPropertyDescriptor, 2);
  stand(realGlobal.Object, 'getOwnPropertyDescriptors', stands.getOwnPropertyDescriptors, 1);
  stand(realGlobal.Reflect, 'getOwnPropertyDescriptor', ofReflect.getOwnPropertyDescriptor, 2);
}

/** A bound function prints as `[native code]`, as the real one does. @param {any} of @param {string} name @param {any} own @param {number} length */
function stand(of, name, own, length) {
  const value = bindFunction(own, undefined);
  defineProperty(value, 'name', { __proto__: null, value: name });
  defineProperty(value, 'length', { __proto__: null, value: length });
  defineProperty(of, name, { __proto__: null, value });
}

module.exports = { showDescriptors, showsData };
