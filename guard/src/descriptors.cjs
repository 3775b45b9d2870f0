'use strict';
// How a member of the language that became an accessor, so that derived objects can be assigned it, shows: as data, as in plain
// Node, and never to be changed. Packages copy and bind what the descriptors of the language say (execa:
// `descriptor.value.bind(promise)`), and ask `'get' in descriptor`.

const {
  bindFunction, defineProperty, getOwnPropertyDescriptor, getOwnPropertyDescriptors, ownKeys, realGlobal, reflectDescriptor, WeakMap, weakMapHas,
  weakMapSet,
} = require('./primordials.cjs');

/** The objects that own such members. All others show what they have, so nobody can have a getter of its own shown as data. */
const healed = new WeakMap();
/** @type {any} */
let last;

/** @param {any} object of the language */
function showsData(object) {
  if (object === last) return;
  weakMapSet(healed, object, true);
  last = object;
}

/** @param {any} object @param {PropertyDescriptor | undefined} d */
function shown(object, d) {
  if (d === undefined || d.get === undefined || !weakMapHas(healed, object)) return d;
  const original = getOwnPropertyDescriptor(d.get, 'originalValue');
  if (original === undefined) return d;
  return { value: original.value, writable: false, enumerable: d.enumerable, configurable: false };
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
