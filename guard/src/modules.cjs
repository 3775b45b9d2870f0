'use strict';
// What packages see of module objects: their own as they are, those of others as a name and a place.

const {
  arrayPush, create, defineProperty, deleteProperty, freeze, isAbsolute, keysOf, ownKeys, Proxy, WeakMap, weakMapGet, weakMapSet,
} = require('./primordials.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/**
 * @param {object} powers
 * @param {Package} powers.stray
 * @param {Package[]} powers.packages
 * @param {(file: string) => Package | undefined} powers.packageOf
 */
function newModuleViews({ stray, packages, packageOf }) {
  /** @param {Package} pkg @param {any} parent @param {Package | undefined} parentPkg @param {boolean} isMain */
  function parentOf(pkg, parent, parentPkg, isMain) {
    if (parent === undefined) return isMain ? null : undefined;
    return shownTo(pkg, parent, parentPkg);
  }

  const strangers = new WeakMap();

  /**
   * A module object as another package may see it. Stops walks over `module.parent`, `module.children` and `require.main`
   * to somebody else's `require` and exports.
   * @param {Package} viewer @param {any} module @param {Package | undefined} owner
   */
  function shownTo(viewer, module, owner) {
    if (owner === viewer || viewer.trusted) return module;
    let stranger = weakMapGet(strangers, module);
    if (stranger === undefined) {
      const { id, filename, path } = module;
      stranger = freeze({ id, path, filename, exports: freeze({}), loaded: true, children: freeze([]), paths: freeze([]) });
      weakMapSet(strangers, module, stranger);
    }
    return stranger;
  }

  /** @param {any} parent @param {Package | undefined} parentPkg @param {any} child @param {Package} childPkg */
  function adopt(parent, parentPkg, child, childPkg) {
    const { children } = parent;
    if (parentPkg === undefined || typeof children !== 'object' || children === null) return;
    const shown = shownTo(parentPkg, child, childPkg);
    for (let i = 0; i < children.length; i++) if (children[i] === shown) return;
    defineProperty(children, children.length, { __proto__: null, value: shown, configurable: true, enumerable: true, writable: true });
  }

  /** @type {any} */
  let everything;

  /** `require.cache` of trusted packages: the modules of every package. */
  function allModules() {
    const cacheOf = (/** @type {any} */ key) =>
      typeof key === 'string' && isAbsolute(key) ? (packageOf(key) ?? stray).cache : stray.cache;
    return everything ??= new Proxy(create(null), {
      __proto__: null,
      get: (/** @type {any} */ _, /** @type {any} */ key) => cacheOf(key)[key],
      set: (/** @type {any} */ _, /** @type {any} */ key, /** @type {any} */ value) => {
        cacheOf(key)[key] = value;
        return true;
      },
      has: (/** @type {any} */ _, /** @type {any} */ key) => key in cacheOf(key),
      deleteProperty: (/** @type {any} */ _, /** @type {any} */ key) => deleteProperty(cacheOf(key), key),
      ownKeys: () => {
        const keys = ownKeys(stray.cache);
        for (let i = 0; i < packages.length; i++) {
          const names = keysOf(packages[i].cache);
          for (let j = 0; j < names.length; j++) arrayPush(keys, names[j]);
        }
        return keys;
      },
      getOwnPropertyDescriptor: (/** @type {any} */ _, /** @type {any} */ key) => {
        const value = cacheOf(key)[key];
        return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
      },
    });
  }

  return { adopt, allModules, parentOf, shownTo };
}

module.exports = { newModuleViews };
