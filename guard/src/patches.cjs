'use strict';
// Members that a package with the grant `patch:http.request` or `patch:globalThis.fetch` replaces for the application and for all
// packages that have the member themselves: test tools answer requests and tell the time. Nobody looks anything up for it:
// what such a package assigns to its own view is written to the views of the others, and back when it puts back what it had.

const {
  apply, arrayIncludes, arrayPush, create, defineProperty, deleteProperty, getOwnPropertyDescriptor, hasOwn, lastIndexOf,
  realProcess, reflectDefine, reflectGet, requireBuiltin, slice, syncBuiltinESMExports, WeakMap, weakMapGet, weakMapSet,
} = require('./primordials.cjs');
const { newImports } = require('./imports.cjs');
const { tellPackage } = require('./ownnames.cjs');
const { behind, changeableClass, changeableCopy, forPrograms, standInFor } = require('./standins.cjs');
const { scopeOf, watched } = require('./watched.cjs');
const { isDispatcher } = require('./web.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {{ holder: Package, value: any }} Replacement
 * @typedef {object} Place a member that somebody may replace
 * @property {string} text as `http.request`, `globalThis.fetch`, `process.hrtime`
 * @property {string} of the builtin, `globalThis` or `process`
 * @property {string} key
 * @property {Replacement | undefined} current
 * @property {WeakMap<any, Replacement>} known by value
 * @property {Record<string, { before: PropertyDescriptor | undefined, put: any }>} seats what was there, by index of the package;
 *   trusted packages share theirs
 */

/** Classes of Node that whoever may replace them may change. */
const CHANGEABLE = ['FormData', 'Headers', 'Request', 'Response'];

/** Objects of the language likewise. */
const COPIED = ['Intl', 'Temporal'];

/** The seat of all who have the real objects. */
const TRUSTED = 'trusted';

/**
 * @param {object} powers
 * @param {string[]} powers.texts what any package may replace
 * @param {Package[]} powers.packages
 * @param {(pkg: Package, name: string, key: string) => boolean} powers.mayUse
 * @param {(pkg: Package, name: string) => boolean} powers.maySee
 * @param {(pkg: Package, name: string) => any} powers.given what a name of the global object is to a package where nobody replaces it
 * @param {() => { view: any, replaces: (name: string) => boolean }} powers.shared the global object of trusted packages
 * @param {(pkg: Package) => any} powers.makeGlobal its own global object
 * @param {any} powers.chosen dispatchers that take the place of Node's own, by symbol
 */
function newPatches({ texts, packages, mayUse, maySee, given, shared, makeGlobal, chosen }) {
  /** @type {Record<string, Place>} */
  const places = create(null);
  /** By what they are members of. @type {Record<string, Place[]>} */
  const members = create(null);
  for (let i = 0; i < texts.length; i++) {
    const dot = lastIndexOf(texts[i], '.');
    const of = slice(texts[i], 0, dot);
    const place = { text: texts[i], of, key: slice(texts[i], dot + 1), current: undefined, known: new WeakMap(), seats: create(null) };
    places[texts[i]] = place;
    arrayPush(members[of] ??= [], place);
  }

  /** @param {Package} pkg @param {Place | undefined} place @returns {place is Place} */
  function holds(pkg, place) {
    return place !== undefined && arrayIncludes(pkg.patches, place.text);
  }

  /** The object whose member a package sees, undefined where it has none yet. @param {Package} pkg @param {Place} place */
  function viewOf(pkg, place) {
    if (place.of === 'globalThis') return pkg.facades.ownGlobal;
    return pkg.facades[`own:${place.of}`] ?? pkg.facades[place.of === 'process' ? 'process' : `builtin:${place.of}`];
  }

  /** @param {Package} pkg @param {Place} place */
  function has(pkg, place) {
    if (place.of === 'globalThis') return maySee(pkg, place.key);
    return place.of === 'process' || mayUse(pkg, place.of, place.key);
  }

  /** @param {Place} place @param {string} seat @param {any} view @param {any} value */
  function put(place, seat, view, value) {
    const before = getOwnPropertyDescriptor(view, place.key);
    const kept = place.seats[seat] ??= { before, put: undefined };
    kept.put = value;
    reflectDefine(view, place.key, { __proto__: null, value, writable: true, enumerable: kept.before?.enumerable === true, configurable: true });
  }

  /** Where it still is what was put there. @param {Place} place @param {string} seat @param {any} view */
  function putBack(place, seat, view) {
    const kept = place.seats[seat];
    if (kept === undefined) return;
    const now = getOwnPropertyDescriptor(view, place.key);
    if (now !== undefined && 'value' in now && now.value === kept.put) {
      if (kept.before === undefined) deleteProperty(view, place.key);
      else reflectDefine(view, place.key, { __proto__: null, ...kept.before });
    }
    kept.put = undefined;
  }

  /** What a package sees of what is there now. @param {Package | undefined} pkg @param {Replacement} current */
  function shownTo(pkg, { holder, value }) {
    return pkg === holder ? value : standInFor(value);
  }

  /** @param {Place} place @param {Replacement | undefined} next undefined: everybody has their own again */
  function push(place, next) {
    if (next === undefined && place.current === undefined) return;
    place.current = next;
    const { seats } = place;
    for (let i = 0; i < packages.length; i++) {
      const pkg = packages[i];
      if (hasReal(pkg)) continue;
      const view = viewOf(pkg, place);
      const held = holds(pkg, place);
      if (view !== undefined && (held || has(pkg, place))) {
        if (next === undefined) putBack(place, `${pkg.index}`, view);
        else put(place, `${pkg.index}`, view, shownTo(pkg, next));
        if (next === undefined && !held) delete seats[pkg.index];
      }
      if (place.of === 'globalThis' && has(pkg, place)) tellPackage(pkg, place.key, valueFor(pkg, place.key));
    }
    pushTrusted(place, next === undefined ? undefined : shownTo(undefined, next), next === undefined);
  }

  /** To the real objects. @param {Place} place @param {any} value @param {boolean} back */
  function pushTrusted(place, value, back) {
    if (place.of !== 'globalThis') {
      const view = place.of === 'process' ? realProcess : requireBuiltin(`node:${place.of}`);
      if (back) putBack(place, TRUSTED, view);
      else put(place, TRUSTED, view, place.text === 'process.nextTick' ? forPrograms(place.seats[TRUSTED]?.before?.value ?? view.nextTick, value) : value);
    } else {
      const { view, replaces } = shared();
      const kept = place.seats[TRUSTED] ??= { before: replaces(place.key) ? { value: view[place.key] } : undefined, put: undefined };
      if (back && view[place.key] === kept.put) {
        if (kept.before === undefined) delete view[place.key];
        else view[place.key] = kept.before.value;
      } else if (!back) {
        view[place.key] = kept.put = value;
      }
    }
    if (back) delete place.seats[TRUSTED];
  }

  /**
   * A package assigned, defined or deleted a member of its own view.
   * @param {Package} pkg @param {Place} place @param {any} view
   */
  function wrote(pkg, place, view) {
    const d = getOwnPropertyDescriptor(view, place.key);
    const kept = place.seats[pkg.index];
    if (d === undefined || kept === undefined || isSame(d, kept.before, view)) {
      push(place, undefined);
      return;
    }
    // an accessor would be handed the views of others as `this`
    const value = behind('value' in d ? d.value : reflectGet(view, place.key));
    kept.put = 'value' in d ? d.value : undefined;
    push(place, replacementBy(pkg, place, value));
  }

  /** What one holder had from another one and puts back is the other's. @param {Package} pkg @param {Place} place @param {any} value */
  function replacementBy(pkg, place, value) {
    const replacement = { holder: pkg, value };
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return replacement;
    const known = weakMapGet(place.known, value);
    if (known === undefined) weakMapSet(place.known, value, replacement);
    return known ?? replacement;
  }

  /** A view that was just made. @param {Package} pkg @param {string} of @param {any} view */
  function adopt(pkg, of, view) {
    const all = members[of] ?? [];
    for (let i = 0; i < all.length; i++) {
      const place = all[i];
      // who may replace a member need not have it
      if (holds(pkg, place)) place.seats[pkg.index] = { before: getOwnPropertyDescriptor(view, place.key), put: undefined };
      else if (!has(pkg, place)) continue;
      if (place.current !== undefined) put(place, `${pkg.index}`, view, shownTo(pkg, place.current));
    }
  }

  /**
   * The view of a builtin, or of `process`, that a package gets: one that notes what it replaces, where it may.
   * @param {Package} pkg @param {string} of @param {any} view
   */
  function viewFor(pkg, of, view) {
    if (pkg.ownRealm || members[of] === undefined) return view;
    adopt(pkg, of, view);
    let any = false;
    for (let i = 0; i < members[of].length; i++) any ||= holds(pkg, members[of][i]);
    if (!any) return view;
    pkg.facades[`own:${of}`] = view;
    const noted = (/** @type {PropertyKey} */ key) => {
      const place = typeof key === 'string' ? places[`${of}.${key}`] : undefined;
      if (holds(pkg, place)) wrote(pkg, place, view);
    };
    return watched(view, noted);
  }

  /** The global object of a package was made. @param {Package} pkg @param {any} view */
  function globalMade(pkg, view) {
    for (let i = 0; i < CHANGEABLE.length; i++) {
      const name = CHANGEABLE[i];
      if (!holds(pkg, places[`globalThis.${name}`]) || !hasOwn(view, name)) continue;
      const { get } = /** @type {any} */ (getOwnPropertyDescriptor(view, name));
      if (get !== undefined) defineProperty(view, name, { __proto__: null, get: () => classFor(pkg, name, get) });
    }
    for (let i = 0; i < COPIED.length; i++) {
      const value = holds(pkg, places[`globalThis.${COPIED[i]}`]) ? getOwnPropertyDescriptor(view, COPIED[i])?.value : undefined;
      if (value !== undefined) defineProperty(view, COPIED[i], { __proto__: null, value: changeableCopy(value) });
    }
    adopt(pkg, 'globalThis', view);
  }

  /** @param {Package} pkg @param {string} name @param {() => any} real */
  function classFor(pkg, name, real) {
    const classes = pkg.facades.changeable ??= create(null);
    return classes[name] ??= changeableClass(name, real());
  }

  /** A package changed its global object. @param {Package} pkg @param {PropertyKey} key */
  function globalChanged(pkg, key) {
    const { ownGlobal } = pkg.facades;
    // `setGlobalDispatcher` of undici: whoever may replace `fetch` may say who sends what it is asked for
    if (isDispatcher(key) && holds(pkg, places['globalThis.fetch'])) chosen[key] = getOwnPropertyDescriptor(ownGlobal, key)?.value;
    const place = typeof key === 'string' ? places[`globalThis.${key}`] : undefined;
    if (holds(pkg, place)) wrote(pkg, place, ownGlobal);
  }

  /** Whether a name of the global object may come to mean something else while the program runs. @param {string} name */
  function isLive(name) {
    return places[`globalThis.${name}`] !== undefined;
  }

  /** What a name of the global object is to a package now. @param {Package} pkg @param {string} name */
  function valueFor(pkg, name) {
    if (hasReal(pkg)) {
      const { view } = shared();
      return view[name];
    }
    const { current } = places[`globalThis.${name}`];
    const { ownGlobal } = pkg.facades;
    const d = ownGlobal === undefined ? undefined : getOwnPropertyDescriptor(ownGlobal, name);
    if (d !== undefined && 'value' in d) return d.value;
    if (current !== undefined) return shownTo(pkg, current);
    if (arrayIncludes(CHANGEABLE, name) && holds(pkg, places[`globalThis.${name}`])) return classFor(pkg, name, () => given(pkg, name));
    return given(pkg, name);
  }

  /**
   * For a file that assigns such names as variables (`Date = Fake`): the names, as the package's global object has them.
   * Undefined for all others.
   * @param {Package} pkg @param {string[]} assigned by the file
   */
  function scopeFor(pkg, assigned) {
    /** @type {string[]} */
    const held = [];
    for (let i = 0; i < assigned.length; i++) if (holds(pkg, places[`globalThis.${assigned[i]}`])) arrayPush(held, assigned[i]);
    if (held.length === 0) return undefined;
    return scopeOf(held, (name) => valueFor(pkg, name), (name, value) => {
      makeGlobal(pkg);
      reflectDefine(pkg.facades.ownGlobal, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
      globalChanged(pkg, name);
    });
  }

  /** Whether ES modules have to be told of changes of a builtin. @param {string} of */
  function changes(of) {
    return members[of] !== undefined;
  }

  const { follow, tell } = newImports();

  /** `syncBuiltinESMExports` of a package: as in Node, names that were imported change then and not before. @param {Package} pkg */
  function sync(pkg) {
    if (pkg.patches.length === 0) return;
    tell((importer, of, names, change) => {
      for (let i = 0; i < members[of].length; i++) {
        const place = members[of][i];
        const view = viewOf(importer, place);
        if (view !== undefined && has(importer, place) && arrayIncludes(names, place.key)) change(place.key, view[place.key]);
      }
    });
    syncBuiltinESMExports();
  }

  /** The names of the global object among them. @type {string[]} */
  const names = [];
  const ofGlobal = members.globalThis ?? [];
  for (let i = 0; i < ofGlobal.length; i++) arrayPush(names, ofGlobal[i].key);
  return { changes, follow, globalChanged, globalMade, isLive, names, scopeFor, sync, valueFor, viewFor };
}

/** @typedef {ReturnType<typeof newPatches>} Patches */

/** Whether a package has the real builtins, `process`, and the global object of the application. @param {Package} pkg */
function hasReal(pkg) {
  return pkg.trusted && pkg.denied.length === 0 && pkg.patches.length === 0;
}

/**
 * Whether what a package put is what it had before.
 * @param {PropertyDescriptor} now @param {PropertyDescriptor | undefined} before @param {any} view
 */
function isSame(now, before, view) {
  if (before === undefined) return false;
  if (!('value' in now)) return now.get === before.get;
  if ('value' in before) return now.value === before.value;
  return before.get !== undefined && now.value === apply(before.get, view, []);
}

module.exports = { newPatches };
