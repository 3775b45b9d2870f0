'use strict';
// Freezes every object of the language, named or not, so that no package can change what another one runs on
// (prototype pollution, patched `Array.prototype.push`, swapped `Promise.prototype.then`).
//
// A frozen prototype makes `derived.constructor = x` throw (the override mistake), and all of express, eslint, npm
// and webpack assign so. The properties below therefore become accessors whose setter defines the property on the
// derived object. Not String, Array, RegExp and Promise: V8 is 2 to 4 times slower on them once their prototypes hold an
// accessor. Of typed arrays only `constructor`, which costs `subarray` 20 ns and the other members nothing.

const {
  apply, arrayPop, arrayPush, defineProperty, Error, formatStackTrace, freeze,
  getOwnPropertyDescriptor, getPrototypeOf, hasOwn, hiddenIntrinsics, ownKeys,
  preventExtensions, realEval, realGlobal, realProcess, Set, setAdd, setForEach, setHas, SymbolIterator,
} = require('./primordials.cjs');
const { freezeArrays, freezeHealed, keepFast } = require('./elements.cjs');
const { standForErrors } = require('./errorprototypes.cjs');
const { heal } = require('./healing.cjs');
const { hideCodeMakers } = require('./code.cjs');
const { standForIterator } = require('./iterators.cjs');
const { hideLastMatch } = require('./lastmatch.cjs');
const { keepRegExpsFast } = require('./regexps.cjs');
const { needRoom } = require('./room.cjs');
const { standForTypedArrays } = require('./typedarrays.cjs');
const { containStackTraces } = require('./traces.cjs');
const { showDescriptors, showsData } = require('./descriptors.cjs');

const HEALED_WHOLE = [
  'Object', 'Function', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError',
  'URIError', 'SuppressedError', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Date',
];
const NOT_HEALED = [
  'String', 'Array', 'RegExp', 'Promise', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Iterator',
  // nobody derives from these, and `inspect` and `format` look for their constructor as a value
  'Number', 'Boolean', 'BigInt', 'Symbol', 'WeakRef', 'FinalizationRegistry',
];
/**
 * Accessors that cost nothing: `array.toString = …` (yaml), `array.pop = …` (stylus), `SafeString.prototype.valueOf = …`
 * (nunjucks), `promise.catch = …` (mongoose), `ClockDate.now = …` on a class that extends `Date` (sinon).
 */
const HEALED_ALONE = [
  { of: 'Array', names: ['pop', 'reverse', 'shift', 'sort', 'splice', 'toString', 'unshift'], shared: true },
  { of: 'String', names: ['toString', 'valueOf'], shared: true },
  { of: 'Promise', names: ['catch', 'finally'], shared: true },
  { of: 'Date', names: ['UTC', 'now', 'parse'], shared: false },
];
const GENERATORS = [function* () {}, async function* () {}];
const HEALED_NAMES = ['constructor', 'toString', 'valueOf', 'name'];

/**
 * Freezes the language.
 * @param {string[]} intrinsics names on the global object
 */
function freezePrimordials(intrinsics) {
  showDescriptors();
  const callSites = containStackTraces();
  const codeMakers = hideCodeMakers();
  closeFunctionWalks();
  freezeSegmentsLater();
  keepRegExpsFast();
  hideLastMatch();
  const iterators = standForIterator(heal);
  const healed = new Set();
  for (let i = 0; i < HEALED_WHOLE.length; i++) {
    const value = realGlobal[HEALED_WHOLE[i]];
    if (value !== undefined) setAdd(healed, value.prototype);
  }
  // `messages.return = …` on what an async generator gave (openai); accessors cost loops over generators nothing
  for (let i = 0; i < GENERATORS.length; i++) setAdd(healed, getPrototypeOf(GENERATORS[i]).prototype);
  const plain = new Set();
  for (let i = 0; i < NOT_HEALED.length; i++) {
    const value = realGlobal[NOT_HEALED[i]];
    if (value !== undefined) setAdd(plain, value.prototype);
  }
  const { Intl } = realGlobal;
  const formats = ownKeys(Intl);
  for (let i = 0; i < formats.length; i++) if (typeof Intl[formats[i]] === 'function') setAdd(plain, Intl[formats[i]].prototype);
  const typedArray = getPrototypeOf(realGlobal.Int8Array);
  setAdd(plain, typedArray.prototype);

  const typedArrays = standForTypedArrays();
  for (let i = 0; i < typedArrays.length; i++) setAdd(plain, typedArrays[i]);
  const errors = standForErrors();
  const queue = hiddenIntrinsics();
  arrayPush(queue, callSites);
  for (let i = 0; i < codeMakers.length; i++) arrayPush(queue, codeMakers[i]);
  for (let i = 0; i < iterators.open.length; i++) arrayPush(queue, iterators.open[i]);
  for (let i = 0; i < intrinsics.length; i++) {
    const d = getOwnPropertyDescriptor(realGlobal, intrinsics[i]);
    if (d !== undefined && 'value' in d) arrayPush(queue, d.value);
  }
  arrayPush(queue, realEval, formatStackTrace, realGlobal.WebAssembly);
  for (let i = 0; i < HEALED_ALONE.length; i++) {
    const { of, names, shared } = HEALED_ALONE[i];
    const object = shared ? realGlobal[of].prototype : realGlobal[of];
    for (let j = 0; j < names.length; j++) healMember(object, names[j], queue);
  }
  const seen = new Set();
  setAdd(seen, iterators.shown);
  while (queue.length > 0) {
    const object = arrayPop(queue);
    if (object === null || (typeof object !== 'object' && typeof object !== 'function')) continue;
    if (object === realGlobal || object === realProcess || setHas(seen, object)) continue;
    setAdd(seen, object);
    const parent = getPrototypeOf(object);
    arrayPush(queue, parent);
    const whole = setHas(healed, object);
    const some = !whole && typeof object === 'object' && !setHas(plain, object) && hasOwn(object, 'constructor');
    visit(object, whole, some, queue);
  }
  setForEach(seen, (/** @type {any} */ object) => {
    if (object === iterators.shown) return;
    if (setHas(healed, object)) freezeHealed(object);
    else close(object);
  });
  keepFast(realGlobal.String.prototype);
  keepFast(realGlobal.Object);
  keepFast(realGlobal.Date);
  for (let i = 0; i < errors.length; i++) keepFast(errors[i]);
  for (let i = 0; i < typedArrays.length; i++) keepFast(typedArrays[i]);
}

/** @param {any} object @param {string} key @param {any[]} queue what is still to freeze */
function healMember(object, key, queue) {
  const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(object, key));
  arrayPush(queue, d.value);
  showsData(object);
  heal(object, key, d);
}

/** @param {any} object @param {boolean} whole @param {boolean} some @param {any[]} queue */
function visit(object, whole, some, queue) {
  const keys = ownKeys(object);
  // nearly all of the objects are functions that own `length` and `name` only
  if (keys.length === 2 && keys[0] === 'length' && keys[1] === 'name') return;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (object === Error && key === 'stackTraceLimit') continue;
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(object, key));
    if ('value' in d) {
      arrayPush(queue, d.value);
      if ((whole || (some && isHealedName(key))) && d.configurable && d.writable && typeof key === 'string') {
        showsData(object);
        heal(object, key, d);
      }
    } else {
      arrayPush(queue, d.get, d.set);
    }
  }
}

/** @param {PropertyKey} key */
function isHealedName(key) {
  return key === HEALED_NAMES[0] || key === HEALED_NAMES[1] || key === HEALED_NAMES[2] || key === HEALED_NAMES[3];
}

/** @param {any} object */
function close(object) {
  if (object === realGlobal.Array.prototype) {
    freezeArrays(object);
    return;
  }
  if (object !== Error) {
    freeze(object);
    return;
  }
  // `Error.stackTraceLimit` stays writable: hundreds of packages set it
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(object, keys[i]));
    if (!d.configurable) continue;
    if (keys[i] === 'stackTraceLimit') {
      defineProperty(object, keys[i], { __proto__: null, writable: true, configurable: false });
      continue;
    }
    defineProperty(object, keys[i], 'value' in d
      ? { __proto__: null, writable: false, configurable: false } : { __proto__: null, configurable: false });
  }
  preventExtensions(object);
}

/**
 * The prototypes of segments and of their iterator exist only once there are some, and to make some loads 10 ms of
 * Unicode data: they are frozen when the first package does.
 */
function freezeSegmentsLater() {
  const { prototype } = realGlobal.Intl.Segmenter;
  const original = prototype.segment;
  let frozen = false;
  const { segment } = {
    /** @this {any} @param {unknown} text */
    segment(text) {
      if (!frozen) needRoom();
      const segments = apply(original, this, [text]);
      if (!frozen) {
        closeWithMembers(getPrototypeOf(segments));
        closeWithMembers(getPrototypeOf(apply(segments[SymbolIterator], segments, [])));
        frozen = true;
      }
      return segments;
    },
  };
  defineProperty(prototype, 'segment', { __proto__: null, value: segment, writable: true, enumerable: false, configurable: true });
}

/** @param {any} object */
function closeWithMembers(object) {
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const d = getOwnPropertyDescriptor(object, keys[i]);
    if (typeof d?.value === 'function') freeze(d.value);
    if (typeof d?.get === 'function') freeze(d.get);
  }
  freeze(object);
}

/** On Node 26 `caller` and `arguments` are accessors that can be taken away; sloppy functions then tell nothing. */
function closeFunctionWalks() {
  const names = ['caller', 'arguments'];
  for (let i = 0; i < names.length; i++) {
    const d = getOwnPropertyDescriptor(realGlobal.Function.prototype, names[i]);
    // stops walks from a called function to the caller's arguments, which may hold `require`
    if (d?.configurable) {
      defineProperty(realGlobal.Function.prototype, names[i], {
        __proto__: null, configurable: false, enumerable: false, get: () => null, set: undefined,
      });
    }
  }
}

module.exports = { freezePrimordials };
