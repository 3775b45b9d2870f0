'use strict';
// Names that a package puts on its own global object and uses in other files as variables: `globalThis.mocker = …` here,
// `typeof mocker` there. Those files hold them as variables, so they are told of each change. Likewise what the application
// replaces on the global object, which all trusted packages share.

const {
  arrayIncludes, arrayPush, deleteProperty, getOwnPropertyDescriptor, hasOwn, keysOf, Proxy, reflectDefine, reflectSet, toJson,
} = require('./primordials.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {(name: string, value: any) => void} Change of a variable of one file
 */

/** Whether a package can put a name on its global object at all. @param {Package} pkg */
function handlesGlobal(pkg) {
  if (pkg.facades.handlesGlobal === undefined) {
    pkg.facades.handlesGlobal = false;
    const names = keysOf(pkg.files);
    for (let i = 0; i < names.length; i++) {
      const free = /** @type {any} */ (pkg.files)[names[i]][2];
      if (free !== undefined && (arrayIncludes(free, 'globalThis') || arrayIncludes(free, 'global'))) pkg.facades.handlesGlobal = true;
    }
  }
  return pkg.facades.handlesGlobal;
}

/** What a package itself put under a name. @param {Package} pkg @param {string} name */
function ownValue(pkg, name) {
  const { ownGlobal, given } = pkg.facades;
  if (ownGlobal === undefined) return undefined;
  if (!hasOwn(ownGlobal, name)) return given(name);
  // what a getter answers is for who asks by the global object
  return getOwnPropertyDescriptor(ownGlobal, name)?.value;
}

/** Files of the application. @type {Change[]} */
const trusted = [];

/** @param {Package} pkg @param {Change} change */
function follow(pkg, change) {
  const all = pkg.trusted ? trusted : pkg.facades.followers ??= [];
  arrayPush(all, change);
}

/** @param {Package} pkg @param {PropertyKey} key */
function tell(pkg, key) {
  const { followers } = pkg.facades;
  if (followers !== undefined && typeof key === 'string') tellAll(followers, key, ownValue(pkg, key));
}

/** Of what a name means to a package now. @param {Package} pkg @param {string} name @param {any} value */
function tellPackage(pkg, name, value) {
  const { followers } = pkg.facades;
  if (followers !== undefined) tellAll(followers, name, value);
}

/** @param {PropertyKey} key @param {() => any} valueOf */
function tellTrusted(key, valueOf) {
  if (trusted.length > 0 && typeof key === 'string') tellAll(trusted, key, valueOf());
}

/** @param {Change[]} followers @param {string} name @param {any} value */
function tellAll(followers, name, value) {
  for (let i = 0; i < followers.length; i++) {
    const change = followers[i];
    change(name, value);
  }
}

/**
 * The global object of a package, which tells its files what is put there.
 * @param {Package} pkg @param {any} view @param {(name: string) => any} given what went on to the application
 * @param {((key: PropertyKey) => void) | undefined} changed
 */
function telling(pkg, view, given, changed) {
  pkg.facades.ownGlobal = view;
  pkg.facades.given = given;
  if (!handlesGlobal(pkg)) return view;
  const seen = new Proxy(view, {
    __proto__: null,
    set: (/** @type {any} */ _, /** @type {PropertyKey} */ key, /** @type {unknown} */ value, /** @type {any} */ receiver) => {
      const done = reflectSet(view, key, value, receiver === seen ? view : receiver);
      tell(pkg, key);
      changed?.(key);
      return done;
    },
    defineProperty: (/** @type {any} */ _, /** @type {PropertyKey} */ key, /** @type {PropertyDescriptor} */ d) => {
      const done = reflectDefine(view, key, d);
      tell(pkg, key);
      changed?.(key);
      return done;
    },
    deleteProperty: (/** @type {any} */ _, /** @type {PropertyKey} */ key) => {
      const done = deleteProperty(view, key);
      tell(pkg, key);
      changed?.(key);
      return done;
    },
  });
  return seen;
}

/** The end of a wrapper that has, beside the module, a method that changes its variables. @param {string[]} names */
function suffixFor(names) {
  let cases = '';
  for (let i = 0; i < names.length; i++) cases += `case${toJson(names[i])}:${names[i]}=arguments[1];break;`;
  return `\n},"="(){switch(arguments[0]){${cases}}}}`;
}

module.exports = { follow, handlesGlobal, ownValue, suffixFor, telling, tellPackage, tellTrusted };
