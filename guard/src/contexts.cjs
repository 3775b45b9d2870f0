'use strict';
// What a context of V8 holds that is too much, and how it loses it before any code runs in it.
//
// Code made of text is compiled by the guard itself, without a referrer: V8 names the nearest caller as the referrer of
// `import()` in such code, so `list.map(Function)` inside another package would import with that package's authority.
// Call sites would hand out `this` and the functions of whoever called into the context (GHSA-v27g).

const {
  apply, arrayJoin, arrayPush, compileFunction, construct, createContext, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, ObjectPrototype,
  reflectDefine, reflectGet, Script, scriptRunInContext, Set, setAdd, setHas, setPrototypeOf, String, TypeError, WeakMap,
  weakMapGet, weakMapSet,
} = require('./primordials.cjs');
const { isCalledByFormatting } = require('./caller.cjs');
const { safeSite } = require('./traces.cjs');

const KINDS = ['function', 'async function', 'function*', 'async function*'];
const NAMES = ['Function', 'AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction'];

// Reads no name of the global object, which may be hostile: the sandbox of whoever made the context.
const FIND = `'use strict';
const functions = [function () {}, async function () {}, function* () {}, async function* () {}];
try { null.x; } catch (error) { return { error, functions }; }`;

/** The `Error` of contexts whose `prepareStackTrace` is limited already. */
const limited = new Set();

/**
 * Takes from a new context what its code must not have.
 * @param {any} context as `vm` calls it: the sandbox, or the global object of one that has none
 * @param {object} rights
 * @param {(way: string) => void} rights.mayMakeCode throws when code made of text is refused there
 * @param {boolean} rights.bare the context has no sandbox, its global object is an ordinary one
 * @param {boolean} rights.direct code generation is on, for `eval` that sees the variables around the call
 */
function limitContext(context, { mayMakeCode, bare, direct }) {
  const { error, functions } = inside(context, FIND);
  /** @type {any} */
  const realmError = getPrototypeOf(getPrototypeOf(error).constructor);
  limitStackTraces(realmError);
  /** @type {any[]} */
  const code = [];
  for (let kind = 0; kind < KINDS.length; kind++) {
    code[kind] = standFor(context, getPrototypeOf(functions[kind]), kind, mayMakeCode);
    setPrototypeOf(code[kind], kind === 0 ? getPrototypeOf(functions[0]) : code[0]);
  }
  put(context, bare, 'Function', code[0]);
  if (!direct) put(context, bare, 'eval', evalFor(context, mayMakeCode));
  if (bare) {
    // Node asks the global object for `Error.prepareStackTrace`, which must stay the one that is limited
    defineProperty(context, 'Error', { __proto__: null, value: realmError, writable: false, enumerable: false, configurable: false });
  } else {
    keepError(context, realmError);
  }
}

/**
 * @param {any} sandbox @param {{ strings: boolean, wasm: boolean }} codeGeneration @param {any} [more] options
 * @returns {any}
 */
function newContext(sandbox, { strings, wasm }, more) {
  return createContext(sandbox, /** @type {any} */ ({ __proto__: null, ...more, codeGeneration: { __proto__: null, strings, wasm } }));
}

/** @param {any} context @param {string} text @param {any[]} [values] @param {string[]} [names] */
function inside(context, text, values = [], names = []) {
  return apply(compileFunction(text, names, /** @type {any} */ ({ __proto__: null, parsingContext: context, filename: 'ambit:context' })), undefined, values);
}

/** @param {any} target global object or sandbox; one that brings its own keeps it @param {boolean} bare @param {string} name @param {any} value */
function put(target, bare, name, value) {
  if (bare || !hasOwn(target, name)) reflectDefine(target, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

/** @param {any} context @param {any} prototype of functions of that kind @param {number} kind @param {(way: string) => void} mayMakeCode */
function standFor(context, prototype, kind, mayMakeCode) {
  const stand = function (/** @type {any[]} */ ...args) {
    mayMakeCode('Function');
    /** @type {string[]} */
    const parameters = [];
    for (let i = 0; i < args.length - 1; i++) arrayPush(parameters, `${String(args[i])}`);
    const body = args.length === 0 ? '' : String(args[args.length - 1]);
    const result = inside(context, `return ${KINDS[kind]} anonymous(${arrayJoin(parameters, ',')}\n) {\n${body}\n}`);
    if (new.target !== undefined && new.target !== stand) setPrototypeOf(result, reflectGet(new.target, 'prototype') ?? prototype);
    return result;
  };
  defineProperty(stand, 'name', { __proto__: null, value: NAMES[kind], configurable: true });
  defineProperty(stand, 'length', { __proto__: null, value: 1, configurable: true });
  defineProperty(stand, 'prototype', { __proto__: null, value: prototype, writable: false });
  defineProperty(prototype, 'constructor', { __proto__: null, value: stand });
  return stand;
}

/** Indirect `eval`: variables around the call stay unseen. @param {any} context @param {(way: string) => void} mayMakeCode */
function evalFor(context, mayMakeCode) {
  return { eval(/** @type {unknown} */ text) {
    if (typeof text !== 'string') return text;
    mayMakeCode('eval');
    return scriptRunInContext(construct(Script, [text, { __proto__: null, filename: 'evalmachine.<anonymous>' }]), context);
  } }.eval;
}

/** @param {any} realmError */
function limitStackTraces(realmError) {
  /** @type {any} */
  let prepare;
  const wrappers = new WeakMap();
  setAdd(limited, realmError);
  defineProperty(realmError, 'prepareStackTrace', {
    __proto__: null, configurable: false, enumerable: false,
    get: () => prepare,
    set: (/** @type {any} */ next) => {
      if (typeof next !== 'function' || weakMapGet(wrappers, next) === next) {
        prepare = next;
        return;
      }
      prepare = weakMapGet(wrappers, next);
      if (prepare !== undefined) return;
      prepare = /** @this {any} @param {any} error @param {any} sites */ function prepareStackTrace(error, sites) {
        const safe = [];
        for (let i = 0; i < sites.length; i++) safe[i] = safeSite(sites[i]);
        return apply(next, this, [error, safe]);
      };
      weakMapSet(wrappers, next, prepare);
      weakMapSet(wrappers, prepare, prepare);
    },
  });
}

/**
 * In a context with a sandbox Node asks the sandbox for `Error.prepareStackTrace`. What is no known `Error` is not shown
 * to Node, which would hand it the call sites themselves.
 * @param {any} sandbox @param {any} realmError
 */
function keepError(sandbox, realmError) {
  const before = getOwnPropertyDescriptor(sandbox, 'Error');
  const above = getPrototypeOf(sandbox);
  /** @type {any} */
  let value = before === undefined ? realmError : before.value;
  const done = reflectDefine(sandbox, 'Error', {
    __proto__: null, configurable: false, enumerable: before?.enumerable ?? false,
    get: () => (value === realmError || setHas(limited, value) || !isCalledByFormatting() ? value : undefined),
    set: (/** @type {any} */ next) => {
      value = next;
    },
  });
  if (done) {
    // somebody's code, when nothing is left that it could find
    if (before === undefined) value = above !== null && 'Error' in above ? reflectGet(above, 'Error', sandbox) : realmError;
    else if (before.get !== undefined) value = apply(before.get, sandbox, []);
    return;
  }
  // what it inherits it may inherit later
  const fixed = before === undefined ? above === null || above === ObjectPrototype : before.get === undefined && setHas(limited, before.value);
  if (!fixed) throw new TypeError('an object whose `Error` cannot be replaced is no sandbox; copy it');
}

/** @param {any} known the `Error` of the main realm, whose `prepareStackTrace` the guard limits elsewhere */
function trustError(known) {
  setAdd(limited, known);
}

module.exports = { inside, limitContext, newContext, trustError };
