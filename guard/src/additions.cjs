'use strict';
// Room for names that packages add to objects of the language for everybody: `Reflect.metadata`, `BigInt.prototype.toJSON`.
// Frozen objects take none. So each gets an accessor, before it freezes, that shows what was added; and only a package
// that the manifest allows it gets, instead of `Reflect` or `BigInt`, a view through which it adds.

const {
  apply, arrayIncludes, arrayPush, construct, create, defineProperty, deleteProperty, freeze, getPrototypeOf, hasInstance, hasOwn, indexOf, ObjectPrototype, ownKeys, Proxy,
  realGlobal, reflectDefine, reflectDescriptor, reflectGet, reflectHas, reflectSet, setPrototypeOf, slice, startsWith, SymbolHasInstance, TypeError,
} = require('./primordials.cjs');
const { definerOf } = require('./fields.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {Record<PropertyKey, PropertyDescriptor>} Added by name
 * @typedef {{ real: any, added: Added, all: boolean }} Room `all`: for any name
 */

/**
 * @param {string[]} texts what any package may add: `Error.marker`, `BigInt.prototype.toJSON`, `Reflect` for any name on it
 */
function newAdditions(texts) {
  /** By path of the object. @type {Record<string, Room>} */
  const rooms = create(null);

  /** Before anything is frozen. */
  function makeRoom() {
    for (let i = 0; i < texts.length; i++) {
      const { path, name } = placeOf(texts[i]);
      const real = objectAt(path);
      if (real === undefined) continue;
      const room = rooms[path] ??= { real, added: create(null), all: false };
      if (name !== undefined) addSlot(room, name);
      else if (!room.all) {
        room.all = true;
        setPrototypeOf(real, anyOf(room));
      }
    }
  }

  /** Whether the package gets a view in the place of the object. @param {Package} pkg @param {string} root */
  function extendsObject(pkg, root) {
    if (pkg.ownRealm) return false;
    for (let i = 0; i < pkg.additions.length; i++) {
      if (pkg.additions[i] === root || startsWith(pkg.additions[i], `${root}.`)) return true;
    }
    return false;
  }

  /** The names of these objects. @param {Package} pkg */
  function extendedBy(pkg) {
    /** @type {string[]} */
    const roots = [];
    for (let i = 0; i < pkg.additions.length; i++) {
      const root = rootOf(pkg.additions[i]);
      if (!pkg.ownRealm && !arrayIncludes(roots, root)) arrayPush(roots, root);
    }
    return roots;
  }

  /**
   * The view through which a package adds.
   * @param {Package} pkg @param {string} root as `Reflect` @param {any} given what the package has under this name
   */
  function viewFor(pkg, root, given) {
    const views = pkg.facades.additions ??= create(null);
    return views[root] ??= typeof given === 'function' ? viewOfFunction(pkg, root, given) : new Proxy({}, handlerOf(pkg, root, given));
  }

  /** @param {Package} pkg @param {string} root @param {any} given */
  function viewOfFunction(pkg, root, given) {
    const target = function () {};
    // those of the real one are shown
    deleteProperty(target, 'name');
    deleteProperty(target, 'length');
    const { prototype } = given;
    const path = `${root}.prototype`;
    const shown = rooms[path] !== undefined && addsTo(pkg, path) ? new Proxy({}, handlerOf(pkg, path, prototype)) : prototype;
    target.prototype = shown;
    const handler = handlerOf(pkg, root, given);
    const { get } = handler;
    // `x instanceof BigInt` looks for the real prototype
    const isInstance = (/** @type {any} */ x) => apply(hasInstance, given, [x]);
    /** @type {any} */
    const view = new Proxy(target, /** @type {ProxyHandler<any>} */ ({
      ...handler,
      get: (_, key) => (key === 'prototype' ? shown : key === SymbolHasInstance ? isInstance : get(_, key)),
      apply: (_, self, args) => apply(given, self, args),
      construct: (_, args, newTarget) => construct(given, args, newTarget === view ? given : newTarget),
    }));
    return view;
  }

  /**
   * @param {Package} pkg @param {string} path of the object, as `BigInt.prototype` @param {any} real what is seen through the view
   * @returns {any}
   */
  function handlerOf(pkg, path, real) {
    const room = rooms[path];
    const any = arrayIncludes(pkg.additions, path);
    const mayAdd = (/** @type {PropertyKey} */ key) => room !== undefined && (room.all || hasOwn(room.added, key)) && !isMember(room, key)
      && (any || (typeof key === 'string' && arrayIncludes(pkg.additions, `${path}.${key}`)));
    return {
      __proto__: null,
      get: (/** @type {any} */ target, /** @type {PropertyKey} */ key) => reflectDescriptor(target, key)?.value ?? reflectGet(real, key),
      has: (/** @type {any} */ _, /** @type {PropertyKey} */ key) => reflectHas(real, key),
      getPrototypeOf: () => getPrototypeOf(real),
      setPrototypeOf: () => false,
      isExtensible: () => true,
      preventExtensions: () => false,
      deleteProperty: (/** @type {any} */ _, /** @type {PropertyKey} */ key) => {
        if (!mayAdd(key)) return !hasOwn(real, key);
        room.added[key] = ABSENT;
        return true;
      },
      ownKeys: () => {
        const keys = ownKeys(real);
        if (room?.all) {
          const names = ownKeys(room.added);
          for (let i = 0; i < names.length; i++) if (!arrayIncludes(keys, names[i])) arrayPush(keys, names[i]);
        }
        return keys;
      },
      set: (/** @type {any} */ _, /** @type {PropertyKey} */ key, /** @type {unknown} */ value, /** @type {any} */ receiver) => {
        // on what derives from the view it is an assignment as any other
        if (!isView(receiver)) return reflectSet(real, key, value, receiver);
        if (!mayAdd(key)) return reflectSet(real, key, value, real);
        room.added[key] = /** @type {any} */ ({ __proto__: null, value, writable: true, enumerable: true, configurable: true });
        return true;
      },
      defineProperty: (/** @type {any} */ target, /** @type {PropertyKey} */ key, /** @type {PropertyDescriptor} */ d) => {
        if (!mayAdd(key)) return reflectDefine(real, key, d);
        // what a proxy shows as unconfigurable has to be so on its target
        if (d.configurable === false && !reflectDefine(target, key, d)) return false;
        room.added[key] = /** @type {any} */ ({ __proto__: null, ...room.added[key], ...d });
        return true;
      },
      getOwnPropertyDescriptor: (/** @type {any} */ target, /** @type {PropertyKey} */ key) => {
        const own = reflectDescriptor(target, key);
        if (own !== undefined) return own;
        const d = mayAdd(key) && hasOwn(room.added, key) ? room.added[key] : reflectDescriptor(real, key);
        return d === undefined || d === ABSENT ? undefined : { ...d, configurable: true };
      },
    };

    /** @param {any} receiver */
    function isView(receiver) {
      const views = pkg.facades.additions;
      const root = views?.[rootOf(path)];
      return receiver === root || (root !== undefined && receiver === root.prototype);
    }
  }

  return { makeRoom, extendsObject, extendedBy, viewFor };
}

/** @type {any} */
const ABSENT = freeze({ __proto__: null });

/** @param {Package} pkg @param {string} path */
function addsTo(pkg, path) {
  for (let i = 0; i < pkg.additions.length; i++) if (startsWith(pkg.additions[i], `${path}.`)) return true;
  return false;
}

/** Members of the language stay what they are. @param {Room} room @param {PropertyKey} key */
function isMember(room, key) {
  return hasOwn(room.real, key) && !hasOwn(room.added, key);
}

/**
 * Shows on the object what was added under the name, once somebody has.
 * @param {Room} room @param {string} name
 */
function addSlot({ real, added }, name) {
  // some Node lines have what others lack; and `Uint8Array.prototype.slice` (xlsx, where it is missing) is there already, inherited
  if (reflectHas(real, name)) return;
  added[name] = ABSENT;
  /** @type {((object: any, value: any) => void) | undefined} */
  let define;
  defineProperty(real, name, {
    __proto__: null, configurable: false, enumerable: false,
    /** @this {any} */
    get() {
      const d = added[name];
      return d.get === undefined ? d.value : apply(d.get, this, []);
    },
    /** @this {any} @param {unknown} value */
    set(value) {
      const d = added[name];
      if (d.set !== undefined) {
        apply(d.set, this, [value]);
        return;
      }
      // stops packages that may not add the name from adding it, to the global object too, or from replacing what another added
      if (this === real || this === realGlobal) throw new TypeError(`Cannot add property ${name}, object is not extensible`);
      define ??= definerOf(name);
      define(this, value);
    },
  });
}

/**
 * What a namespace inherits from: names that nobody knew before it froze. Nothing can be changed here.
 * @param {Room} room
 */
function anyOf({ added }) {
  const shows = (/** @type {PropertyKey} */ key) => hasOwn(added, key) && added[key] !== ABSENT;
  return new Proxy(freeze({}), {
    __proto__: null,
    get: (/** @type {any} */ _, /** @type {PropertyKey} */ key, /** @type {any} */ receiver) => {
      if (!shows(key)) return reflectGet(ObjectPrototype, key, receiver);
      const d = added[key];
      return d.get === undefined ? d.value : apply(d.get, receiver, []);
    },
    has: (/** @type {any} */ _, /** @type {PropertyKey} */ key) => shows(key) || reflectHas(ObjectPrototype, key),
    set: () => false,
  });
}

/** @param {string} text @returns {{ path: string, name: string | undefined }} */
function placeOf(text) {
  const root = rootOf(text);
  if (root === text) return { path: root, name: undefined };
  const rest = slice(text, root.length + 1);
  const inPrototype = startsWith(rest, 'prototype.');
  return { path: inPrototype ? `${root}.prototype` : root, name: inPrototype ? slice(rest, 10) : rest };
}

/** @param {string} text */
function rootOf(text) {
  const dot = indexOf(text, '.');
  return dot < 0 ? text : slice(text, 0, dot);
}

/** @param {string} path */
function objectAt(path) {
  const root = rootOf(path);
  const object = hasOwn(realGlobal, root) ? realGlobal[root] : undefined;
  return root === path ? object : object?.prototype;
}

module.exports = { newAdditions };
