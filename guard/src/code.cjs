'use strict';
// Code made of text: `eval`, `Function` and its kin. They are capabilities.
//
// The real constructors are out of reach: every function's `constructor` leads to a stand-in, which is the same for all
// and looks at who calls it. What a stand-in makes sees the scrubbed global object only and cannot `import()`, so a
// package that makes a granted one call it gains no authority. A package with the capability has, by name, a `Function`
// of its own, whose code sees what the package sees and imports what the package may. `eval` by name is the real one
// where the file calls it directly, since only that one reads the variables around it; not where trusted code runs
// scripts (scripts.cjs), which the real one would look into.

const {
  apply, arrayConcat, arrayPush, bindFunction, codeConstructors, compileFunction, construct, defaultLoader, defineProperty,
  functionText, includes, joinPath, pathToFileURL, realEval, realGlobal, reflectGet, regExpExec, Set, setAdd, setHas, setPrototypeOf, setSize, urlHref,
} = require('./primordials.cjs');
const { callerFile } = require('./caller.cjs');
const { OF_GUARD, realEvalGiven } = require('./evaluated.cjs');
const { grantsGlobal } = require('./grants.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {(kind: number, args: any, newTarget: any) => any} Maker
 */

const NAMES = ['Function', 'AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction'];
/** @type {string[]} */
const NONE = [];
const CALLED_DIRECTLY = /\beval\s*\(/;

/** Until the guard knows the packages, nobody makes code. @type {Maker} */
let makeForCaller = () => undefined;
/** @type {(text: unknown) => any} */
let evalForCaller = () => undefined;
/** @type {(receiver: unknown) => any} */
let globalEval = () => sharedEval;

const { eval: sharedEval } = nativeLooking({
  /** @param {unknown} text */
  eval: (text) => evalForCaller(text),
});

/**
 * Takes the real constructors out of reach, before anything is frozen.
 * @returns {any[]} what stands in their places
 */
function hideCodeMakers() {
  /** @type {any[]} */
  const stands = [];
  for (let kind = 0; kind < codeConstructors.length; kind++) {
    const { prototype } = codeConstructors[kind];
    const stand = newStand(kind, (args, newTarget) => makeForCaller(kind, args, newTarget));
    if (kind > 0) setPrototypeOf(stand, stands[0]);
    // stops `(async () => {}).constructor('return process')()` and `[].map.constructor(…)`
    defineProperty(prototype, 'constructor', { __proto__: null, value: stand });
    arrayPush(stands, stand);
  }
  defineProperty(realGlobal, 'Function', { __proto__: null, value: stands[0] });
  defineProperty(realGlobal, 'eval', {
    __proto__: null, configurable: false, enumerable: false, set: undefined,
    // stops indirect eval through sloppy `this`; ES modules with the capability get the real one here
    /** @this {any} */
    get() {
      return globalEval(this);
    },
  });
  arrayPush(stands, sharedEval);
  return stands;
}

/** @param {number} kind @param {(args: any, newTarget: any) => any} make @returns {any} */
function newStand(kind, make) {
  const { prototype } = codeConstructors[kind];
  const target = function () {
    return make(arguments, new.target === target ? undefined : new.target);
  };
  target.prototype = prototype;
  const stand = named(bindFunction(target, undefined), NAMES[kind], 1);
  defineProperty(stand, 'prototype', { __proto__: null, value: prototype, writable: false, enumerable: false, configurable: false });
  return stand;
}

/** A bound function prints as `[native code]`, as the real one does. @template T @param {T} holder @returns {T} */
function nativeLooking(holder) {
  const { eval: own } = /** @type {any} */ (holder);
  return /** @type {any} */ ({ eval: named(bindFunction(own, undefined), 'eval', 1) });
}

/** @param {any} bound @param {string} name @param {number} length */
function named(bound, name, length) {
  defineProperty(bound, 'name', { __proto__: null, value: name });
  defineProperty(bound, 'length', { __proto__: null, value: length });
  return bound;
}

/**
 * @param {object} powers
 * @param {boolean} powers.enforcing
 * @param {Package} powers.stray
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {boolean} powers.scripts whether trusted code runs scripts, whose scope is nobody else's
 */
function newCode({ enforcing, stray, denials, packageOf, scripts }) {
  /** What a package sees of the names that a text mentions. @type {(pkg: Package, text: string) => import('./endowments.cjs').Endowment} */
  let endowmentsFor = () => ({ names: [], values: [], live: [] });
  /** The names of a text that it must not find in the scope of scripts. @type {(text: string) => string[]} */
  let strangersIn = () => [];
  /** The ES modules that name `eval` and may have it. */
  const modules = new Set();

  makeForCaller = (kind, args, newTarget) => {
    const pkg = callerMay('Function');
    const source = plain(kind, args, newTarget);
    const hidden = hides(pkg) ? strangersIn(source.text) : NONE;
    if (hidden.length === 0 && !includes(source.text, 'import')) return source.made;
    // a text of which the caller may know nothing must not import with the caller's authority
    return derived(compileHere(`return ${source.text}`, hidden, enforcing ? undefined : pkg, []), newTarget);
  };

  evalForCaller = (text) => {
    if (typeof text !== 'string') return text;
    const pkg = callerMay('eval');
    if (hides(pkg)) return evalHidden(text, strangersIn(text), [], undefined, sharedEval);
    return includes(text, 'import') ? evalIn(text, [], [], enforcing ? undefined : pkg) : apply(realEval, undefined, [text]);
  };

  // what looks the name up itself, and is no function that was handed this getter
  globalEval = (receiver) => {
    if (receiver !== realGlobal || setSize(modules) === 0) return sharedEval;
    const file = callerFile(false);
    return file !== undefined && setHas(modules, file) ? realEval : sharedEval;
  };

  function callerPackage() {
    const file = callerFile(false);
    return file === undefined ? undefined : packageOf(file);
  }

  /** Whether the scope of scripts is not the package's. @param {Package | undefined} pkg */
  function hides(pkg) {
    return scripts && enforcing && pkg !== undefined && !pkg.trusted;
  }

  /** @param {Package | undefined} pkg */
  function grantsEval(pkg) {
    return pkg !== undefined && grantsGlobal(pkg, 'eval');
  }

  /** @param {string} name */
  function callerMay(name) {
    const pkg = callerPackage();
    if (pkg === undefined || !grantsGlobal(pkg, name)) denials.refuse(pkg ?? stray, name, 'use');
    return pkg;
  }

  /** The `Function` of a package. @param {Package} pkg */
  function functionFor(pkg) {
    return pkg.facades.Function ??= newStand(0, (args, newTarget) => {
      const source = plain(0, args, newTarget);
      const { names, values } = endowmentsFor(pkg, source.text);
      if (names.length === 0 && !includes(source.text, 'import')) return source.made;
      return derived(compileHere(`return ${source.text}`, names, pkg, values), newTarget);
    });
  }

  /**
   * What `eval` means in a CommonJS file.
   * @param {Package} pkg @param {string} text of the file
   */
  function evalFor(pkg, text) {
    if (!grantsEval(pkg)) {
      // the real one alone reads the variables of the file, but does not ask who calls it
      if (!enforcing) denials.report(pkg, 'eval', 'use');
      return enforcing ? sharedEval : realEval;
    }
    if (!callsEval(text) || hides(pkg)) return globalEvalFor(pkg);
    if (!pkg.trusted) realEvalGiven();
    return realEval;
  }

  /** Indirect `eval` of a package: in the global scope, with what the package sees. @param {Package} pkg */
  function globalEvalFor(pkg) {
    return pkg.facades.eval ??= nativeLooking({
      eval: (/** @type {unknown} */ text) => {
        if (typeof text !== 'string') return text;
        const { names, values } = endowmentsFor(pkg, text);
        if (hides(pkg)) return evalHidden(text, names, values, pkg, pkg.facades.eval);
        if (names.length === 0 && !includes(text, 'import')) return apply(realEval, undefined, [text]);
        return evalIn(text, names, values, pkg);
      },
    }).eval;
  }

  /** @param {string} text @param {string[]} names @param {any[]} values @param {Package | undefined} importer */
  function evalIn(text, names, values, importer) {
    return compileHere('return eval(ambit$text)', arrayConcat(['ambit$text', 'eval'], names), importer, arrayConcat([text, realEval], values), OF_GUARD);
  }

  /**
   * As `evalIn`, with nothing of the real one in reach: the guard's own call is the first to look the name up.
   * @param {string} text @param {string[]} names @param {any[]} values @param {Package | undefined} importer @param {any} own `eval` of the text
   */
  function evalHidden(text, names, values, importer, own) {
    let first = true;
    const scope = { __proto__: null, get eval() {
      const value = first ? realEval : own;
      first = false;
      return value;
    } };
    return compileHere('return eval(ambit$text)', arrayConcat(['ambit$text'], names), importer, arrayConcat([text], values), OF_GUARD, [scope]);
  }

  /**
   * Compiles and runs. Without an importer `import()` fails; the guard's own files are nobody's referrer.
   * @param {string} text @param {string[]} names @param {Package | undefined} importer @param {any[]} values @param {string} [mark]
   * @param {any[]} [contextExtensions] objects whose members are variables around the text
   */
  function compileHere(text, names, importer, values, mark = '', contextExtensions = undefined) {
    const outer = compileFunction(text, names, importer === undefined
      ? { filename: '', contextExtensions } : { contextExtensions, filename: mark === '' ? fileIn(importer) : `${urlHref(pathToFileURL(fileIn(importer)))}${mark}`, importModuleDynamically: defaultLoader });
    return apply(outer, undefined, values);
  }

  /** The file that asks, when it lies in the package. @param {Package} pkg */
  function fileIn(pkg) {
    const file = callerFile(false);
    return file !== undefined && packageOf(file) === pkg ? file : joinPath(pkg.root, 'noop.js');
  }

  return {
    functionFor, evalFor, globalEvalFor, grantsEval, hides,
    /** @param {typeof endowmentsFor} given @param {typeof strangersIn} strangers */
    endowWith: (given, strangers) => {
      endowmentsFor = given;
      strangersIn = strangers;
    },
    /** Such a module is about to run. @param {string} file */
    giveGlobalEval: (file) => {
      realEvalGiven();
      setAdd(modules, file);
    },
  };
}

/** Whether a file evaluates texts in its own scope. @param {string} text */
function callsEval(text) {
  return regExpExec(CALLED_DIRECTLY, text) !== null;
}

/**
 * Makes the function in the global scope: throws what is no function, and stops texts that close it and go on.
 * @param {number} kind @param {any} args @param {any} newTarget
 */
function plain(kind, args, newTarget) {
  const made = derived(construct(codeConstructors[kind], args), newTarget);
  return { made, text: functionText(made) };
}

/** `class X extends Function`. @param {any} made @param {any} newTarget */
function derived(made, newTarget) {
  if (newTarget !== undefined) {
    const prototype = reflectGet(newTarget, 'prototype');
    if ((typeof prototype === 'object' && prototype !== null) || typeof prototype === 'function') setPrototypeOf(made, prototype);
  }
  return made;
}

module.exports = { callsEval, hideCodeMakers, newCode };
