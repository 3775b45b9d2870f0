'use strict';
// `mock.timers` of `node:test`. It replaces timers and `Date` on the real global object while a test of the application
// runs, for everybody, as the application asks; nobody else replaces them.

const {
  apply, arrayIncludes, arrayPush, construct, create, defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, isArray, realGlobal, requireBuiltin, setPrototypeOf,
  TypeError, WeakMap, weakMapGet, weakMapSet,
} = require('./primordials.cjs');
const { callerFile } = require('./caller.cjs');
const { tellTrusted } = require('./ownnames.cjs');
const { needRoom } = require('./room.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

const NAMES = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Date'];
/** What is mocked where nobody says what; `AbortSignal.timeout` is frozen. */
const USUAL = ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'scheduler.wait'];

/** @param {(file: string) => Package | undefined} packageOf */
function newMockTimers(packageOf) {
  /** @type {Record<string, any>} */
  const current = create(null);
  let enabling = false;

  /** Takes the place of a name on the real global object. @param {string} name @returns {boolean} whether it is one that can be mocked */
  function open(name) {
    if (!arrayIncludes(NAMES, name)) return false;
    current[name] = realGlobal[name];
    const { set } = {
      /** @this {any} @param {unknown} value */
      set(value) {
        if (this !== realGlobal) {
          defineProperty(this, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
          return;
        }
        // stops a package from handing everybody timers of its own by way of sloppy `this`
        if (!enabling) throw new TypeError(`Cannot assign to read only property '${name}' of object '[object global]'`);
        current[name] = value;
      },
    };
    defineProperty(realGlobal, name, { __proto__: null, configurable: false, enumerable: name !== 'Date', get: () => current[name], set });
    return true;
  }

  /** What each set of mocks replaced. */
  const replaced = new WeakMap();
  let contained = false;

  /** Before anybody sees the real `node:test`. @param {string} name of a builtin */
  function contain(name) {
    if (name !== 'test' || contained) return;
    needRoom();
    contained = true;
    const tracker = getPrototypeOf(requireBuiltin('node:test').mock);
    const { get } = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(tracker, 'timers'));
    let limited = false;
    defineProperty(tracker, 'timers', { __proto__: null, get: { timers() {
      // Node 22 warns of them when they are first made
      const timers = apply(/** @type {any} */ (get), this, []);
      if (!limited) limit(getPrototypeOf(timers));
      limited = true;
      return timers;
    } }.timers });
  }

  /** @param {any} mocks the prototype of sets of mocks */
  function limit(mocks) {
    const { enable, reset } = mocks;
    defineProperty(mocks, 'enable', { __proto__: null, value: { enable(/** @type {any} */ options) {
      const file = callerFile(false);
      const before = { __proto__: null, ...current };
      // read once, before the names are open: a getter is somebody's code
      const given = { __proto__: null, ...options };
      given.apis = listOf(given.apis ?? USUAL);
      // stops a package with a test runner of its own from changing the timers of others
      enabling = file !== undefined && packageOf(file)?.trusted === true;
      try {
        if (enabling && arrayIncludes(given.apis, 'Date')) enableWithDate(this, enable, given);
        else apply(enable, this, [given]);
      } finally {
        enabling = false;
      }
      weakMapSet(replaced, this, before);
      tellAll();
    } }.enable });
    defineProperty(mocks, 'reset', { __proto__: null, value: { reset() {
      apply(reset, this, []);
      const before = weakMapGet(replaced, this);
      if (before === undefined) return;
      weakMapSet(replaced, this, undefined);
      for (let i = 0; i < NAMES.length; i++) current[NAMES[i]] = before[NAMES[i]];
      tellAll();
    } }.reset });
  }

  /** Files of the application that hold the names as variables. */
  function tellAll() {
    for (let i = 0; i < NAMES.length; i++) tellTrusted(NAMES[i], () => current[NAMES[i]]);
  }

  /**
   * Node makes its `Date` by assigning to a copy of the members of the real one, which are frozen.
   * @param {any} mocks @param {any} enable Node's own @param {any} given
   */
  function enableWithDate(mocks, enable, given) {
    const { apis } = given;
    const { Date: Real, setTimeout: realSet, clearTimeout: realClear } = current;
    const timers = requireBuiltin('timers');
    const promised = requireBuiltin('timers/promises');
    const before = [timers.setTimeout, timers.clearTimeout, promised.setTimeout];
    // the mocked time is read off a mocked timer
    const needed = ['setTimeout'];
    for (let i = 0; i < apis.length; i++) if (apis[i] !== 'Date' && apis[i] !== 'setTimeout') arrayPush(needed, apis[i]);
    apply(enable, mocks, [{ __proto__: null, ...given, apis: needed }]);
    const { setTimeout: start, clearTimeout: stop } = current;
    const now = () => {
      const timer = start(nothing, 0);
      stop(timer);
      return timer.runAt;
    };
    if (!arrayIncludes(apis, 'setTimeout')) {
      current.setTimeout = realSet;
      current.clearTimeout = realClear;
      timers.setTimeout = before[0];
      timers.clearTimeout = before[1];
      promised.setTimeout = before[2];
    }
    current.Date = dateAt(Real, now);
  }

  return { contain, has: (/** @type {unknown} */ name) => arrayIncludes(NAMES, name), open };
}

function nothing() {}

/** What is no list Node refuses in its own words. @param {any} apis */
function listOf(apis) {
  if (!isArray(apis)) return apis;
  const list = [];
  for (let i = 0; i < apis.length; i++) list[i] = apis[i];
  return list;
}

/** @param {any} Real @param {() => number} now in ms @returns {any} a `Date` whose present is another one */
function dateAt(Real, now) {
  /** @this {any} @param {any[]} args */
  function MockDate(...args) {
    if (new.target === undefined) return `${new Real(now())}`;
    return construct(Real, args.length === 0 ? [now()] : args, new.target === MockDate ? Real : new.target);
  }
  setPrototypeOf(MockDate, Real);
  defineProperty(MockDate, 'name', { __proto__: null, value: 'Date' });
  defineProperty(MockDate, 'length', { __proto__: null, value: 7 });
  defineProperty(MockDate, 'prototype', { __proto__: null, value: Real.prototype, writable: false });
  defineProperty(MockDate, 'isMock', { __proto__: null, value: true });
  defineProperty(MockDate, 'now', { __proto__: null, value: freeze({ now }.now), enumerable: false });
  return freeze(MockDate);
}

/** @typedef {ReturnType<typeof newMockTimers>} MockTimers */

module.exports = { newMockTimers };
