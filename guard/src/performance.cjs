'use strict';
// `performance` keeps one timeline for all packages: the addresses that others fetched (`getEntriesByType('resource')`), with
// the tokens in them, and what others noted in their marks. A package sees the marks and measures that it made itself.

const {
  apply, arrayPush, arraySort, bindFunction, create, defineProperty, freeze, keysOf, ObjectPrototype, realPerformance, String, SymbolToStringTag,
} = require('./primordials.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

const HARMLESS = ['now', 'eventLoopUtilization', 'timerify'];
const NOTHING = [
  'clearResourceTimings', 'setResourceTimingBufferSize', 'markResourceTiming', 'addEventListener', 'removeEventListener', 'dispatchEvent',
];

/** Closes the classes of entries before anybody has one; they take a millisecond to load. @type {() => void} */
let closeEntries = () => {};

/** @param {() => void} close */
function beforeEntries(close) {
  closeEntries = close;
}

/** The one of a package. @param {Package} pkg */
function performanceFor(pkg) {
  return pkg.facades.performance ??= newPerformance();
}

/** @returns {any} */
function newPerformance() {
  const real = realPerformance();
  /** @type {any[]} */
  let entries = [];

  /** @param {(entry: any) => boolean} wanted */
  const filtered = (wanted) => {
    /** @type {any[]} */
    const result = [];
    for (let i = 0; i < entries.length; i++) if (wanted(entries[i])) arrayPush(result, entries[i]);
    return arraySort(result, (/** @type {any} */ a, /** @type {any} */ b) => a.startTime - b.startTime);
  };
  /** @param {string} type */
  const clearing = (type) => (/** @type {any} */ name) => {
    const all = name === undefined;
    const text = all ? '' : String(name);
    const gone = filtered((entry) => entry.entryType === type && (all || entry.name === text));
    entries = filtered((entry) => !(entry.entryType === type && (all || entry.name === text)));
    for (let i = 0; i < gone.length; i++) apply(type === 'mark' ? real.clearMarks : real.clearMeasures, real, [gone[i].name]);
  };
  /** @type {Record<string, any>} */
  const members = {
    __proto__: null,
    mark: (/** @type {any[]} */ ...args) => {
      closeEntries();
      const entry = apply(real.mark, real, args);
      arrayPush(entries, entry);
      return entry;
    },
    measure: (/** @type {any[]} */ ...args) => {
      closeEntries();
      const entry = apply(real.measure, real, args);
      arrayPush(entries, entry);
      return entry;
    },
    clearMarks: clearing('mark'),
    clearMeasures: clearing('measure'),
    getEntries: () => filtered(() => true),
    getEntriesByName: (/** @type {any} */ name, /** @type {any} */ type) => {
      const text = String(name);
      return filtered((entry) => entry.name === text && (type === undefined || entry.entryType === type));
    },
    getEntriesByType: (/** @type {any} */ type) => filtered((entry) => entry.entryType === type),
    toJSON: () => apply(real.toJSON, real, []),
  };
  const view = create(create(ObjectPrototype));
  for (let i = 0; i < HARMLESS.length; i++) if (typeof real[HARMLESS[i]] === 'function') members[HARMLESS[i]] = bindFunction(real[HARMLESS[i]], real);
  for (let i = 0; i < NOTHING.length; i++) members[NOTHING[i]] = () => undefined;
  const names = keysOf(members);
  for (let i = 0; i < names.length; i++) {
    defineProperty(view, names[i], { __proto__: null, value: members[names[i]], writable: true, enumerable: false, configurable: true });
  }
  defineProperty(view, 'timeOrigin', { __proto__: null, value: real.timeOrigin, enumerable: true, configurable: true });
  defineProperty(view, 'nodeTiming', { __proto__: null, get: () => {
    closeEntries();
    return real.nodeTiming;
  }, enumerable: true, configurable: true });
  defineProperty(view, SymbolToStringTag, { __proto__: null, value: 'Performance', configurable: true });
  return view;
}

/** The one on the global object, for whoever gets there. */
function newFrozenPerformance() {
  return freeze(newPerformance());
}

module.exports = { beforeEntries, performanceFor, newFrozenPerformance };
