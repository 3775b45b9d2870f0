'use strict';
// What `setTimeout` and its kind return. Node's own objects are links of one list for all packages:
// `timer._idlePrev._timerArgs` reads the arguments of others, `timer._idlePrev._onTimeout` is their callback.
// Packages get a stand-in without links; it works where Node's own does.

const {
  apply, arrayPush, bindFunction, create, defineProperty, freeze, getOwnPropertyDescriptor, promiseThen, promisifyCustom, realGlobal,
  requireBuiltin, SymbolDispose, SymbolToPrimitive, syncBuiltinESMExports, WeakMap, weakMapHas, weakMapSet,
} = require('./primordials.cjs');

const { needRoom } = require('./room.cjs');

const STARTS = ['setTimeout', 'setInterval', 'setImmediate'];
const STOPS = ['clearTimeout', 'clearInterval', 'clearImmediate'];

/** The stand-ins, by name. @returns {Record<string, Function>} */
function newTimers() {
  const timers = create(null);
  for (let i = 0; i < STARTS.length; i++) {
    const name = STARTS[i];
    const start = realGlobal[name];
    timers[name] = starting(name, start, i < 2 ? Timeout : Immediate);
    const custom = getOwnPropertyDescriptor(start, promisifyCustom);
    if (custom !== undefined) defineProperty(timers[name], promisifyCustom, { __proto__: null, get: () => promised(start), enumerable: custom.enumerable });
    freeze(timers[name]);
    const stop = realGlobal[STOPS[i]];
    timers[STOPS[i]] = freeze({ [STOPS[i]]: (/** @type {any} */ timer) => apply(stop, undefined, [realOf(timer)]) }[STOPS[i]]);
  }
  return timers;
}

/** What `util.promisify` makes of a timer. @param {any} start */
function promised(start) {
  limitPromised(requireBuiltin('timers/promises'));
  return start[promisifyCustom];
}

const limited = new WeakMap();

/**
 * The value that a promise of a timer resolves to lies on Node's own timer, which others reach along the links of its list.
 * @param {any} exported of `timers/promises`, before it is closed
 */
function limitPromised(exported) {
  if (weakMapHas(limited, exported)) return;
  needRoom();
  weakMapSet(limited, exported, true);
  const { setImmediate, setTimeout } = exported;
  // one turn of the microtasks later than Node's own, where there is a value
  exported.setTimeout = { setTimeout: (/** @type {any} */ after, /** @type {any} */ value, /** @type {any} */ options) => {
    const done = setTimeout(after, undefined, options);
    return value === undefined ? done : promiseThen(done, () => value);
  } }.setTimeout;
  exported.setImmediate = { setImmediate: (/** @type {any} */ value, /** @type {any} */ options) => {
    const done = setImmediate(undefined, options);
    return value === undefined ? done : promiseThen(done, () => value);
  } }.setImmediate;
  syncBuiltinESMExports();
}

/**
 * Bound, not wrapped: a bound function leaves no frame of the guard in stack traces.
 * @param {Function} callback @param {any} stand @param {any[]} args
 */
function boundTo(callback, stand, args) {
  if (args.length === 0) return bindFunction(callback, stand);
  const all = [callback, stand];
  for (let i = 0; i < args.length; i++) arrayPush(all, args[i]);
  return apply(bindFunction, undefined, all);
}

/**
 * @param {string} name @param {Function} start Node's own @param {any} Stand
 */
function starting(name, start, Stand) {
  if (Stand === Immediate) {
    return { [name]: (/** @type {any} */ callback, /** @type {any[]} */ ...args) => {
      if (typeof callback !== 'function') return start(callback);
      const stand = new Immediate();
      hold(stand, start(boundTo(callback, stand, args)));
      return stand;
    } }[name];
  }
  return { [name]: (/** @type {any} */ callback, /** @type {any} */ after, /** @type {any[]} */ ...args) => {
    // Node's own words for what is wrong
    if (typeof callback !== 'function') return start(callback, after);
    const stand = new Timeout();
    hold(stand, start(boundTo(callback, stand, args), after));
    return stand;
  } }[name];
}

/** @type {(stand: any, real: any) => void} */
let hold;
/** @type {(timer: any) => any} */
let realOf;

class Held {
  /** @type {any} */
  #real;

  static {
    hold = (stand, real) => { stand.#real = real; };
    realOf = (timer) => (typeof timer === 'object' && timer !== null && #real in timer ? timer.#real : timer);
  }

  ref() {
    const real = this.#real;
    if (real !== undefined) apply(real.ref, real, []);
    return this;
  }

  unref() {
    const real = this.#real;
    if (real !== undefined) apply(real.unref, real, []);
    return this;
  }

  hasRef() {
    const real = this.#real;
    return real !== undefined && apply(real.hasRef, real, []);
  }
}

class Immediate extends Held {}

class Timeout extends Held {
  refresh() {
    const real = realOf(this);
    if (real !== undefined && real !== this) apply(real.refresh, real, []);
    return this;
  }

  close() {
    const real = realOf(this);
    if (real !== undefined && real !== this) apply(real.close, real, []);
    return this;
  }

  get _idleTimeout() {
    const real = realOf(this);
    // `this` may be anything: the prototype would ask itself for ever
    return real === this ? undefined : real?._idleTimeout;
  }

  get _destroyed() {
    const real = realOf(this);
    return real === this ? undefined : real?._destroyed;
  }

  [SymbolToPrimitive]() {
    const real = realOf(this);
    return apply(real[SymbolToPrimitive], real, []);
  }
}

/** @param {any} Stand */
function closeStand(Stand) {
  if (SymbolDispose !== undefined && Stand !== Held) {
    defineProperty(Stand.prototype, SymbolDispose, { __proto__: null, value: /** @this {any} */ function () {
      const real = realOf(this);
      apply(real[SymbolDispose], real, []);
    } });
  }
  freeze(Stand.prototype);
  freeze(Stand);
}
closeStand(Held);
closeStand(Timeout);
closeStand(Immediate);

module.exports = { limitPromised, newTimers };
