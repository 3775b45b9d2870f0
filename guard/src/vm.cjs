'use strict';
// What a package with a grant of `vm` gets of it. It may run texts, in contexts of its own making too, but
// - no text is the referrer of `import()` under the name of another package's file, whose authority it would have;
// - no code cache is taken: V8 runs the bytecode in it as it is;
// - contexts lose what leads out of them (contexts.cjs), before any code runs there;
// - "this context" is the realm of the package.

const {
  apply, arrayConcat, compileFunction, construct, create, defaultLoader, defineProperty, dontContextify, EvalError, fileURLToPath, hasOwn, isAbsolute,
  isContext, isProxy, keysOf, realGlobal, reflectDefine, reflectGet, Script, scriptCreateCachedData, scriptRunInContext, scriptRunInThisContext, setPrototypeOf, startsWith, TypeError,
  WeakMap, weakMapGet, weakMapSet,
} = require('./primordials.cjs');
const { limitContext, newContext, trustError } = require('./contexts.cjs');
const { realEvalGiven } = require('./evaluated.cjs');
const { grantsGlobal } = require('./grants.cjs');
const { needRoom } = require('./room.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

const STAYS = ['eval', 'Function', 'WebAssembly', 'globalThis'];
const UNNAMED = 'evalmachine.<anonymous>';

/**
 * @param {object} powers
 * @param {boolean} powers.enforcing
 * @param {any} powers.mainError `Error` of the main realm
 * @param {string[]} powers.shadowed names of the global object that stay the same for everybody
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {ReturnType<import('./realms.cjs').newRealms>} powers.realms
 */
function newVm({ enforcing, mainError, shadowed, denials, packageOf, realms }) {
  trustError(mainError);

  /**
   * Options of whoever compiles, read once.
   * @param {Package} pkg @param {any} given options, or a file name
   */
  function compileOptions(pkg, given) {
    /** @type {any} */
    const options = typeof given === 'string' ? { __proto__: null, filename: given } : copy(given);
    if (typeof options.filename === 'string' && startsWith(options.filename, 'node:')) {
      // stops texts that pass for Node's own
      options.filename = UNNAMED;
    }
    if (options.importModuleDynamically === defaultLoader && !isOwnFile(pkg, options.filename)) {
      // stops `import()` with the authority of the package whose file the text names as its own
      denials.report(pkg, `path:${fileNamed(options.filename)}`, 'import');
      if (enforcing) delete options.importModuleDynamically;
    }
    // stops bytecode that no source ever was
    const cached = enforcing && options.cachedData !== undefined;
    if (cached) delete options.cachedData;
    return { options, cached };
  }

  /** @param {Package} pkg @param {unknown} name */
  function isOwnFile(pkg, name) {
    if (typeof name !== 'string') return false;
    if (startsWith(name, 'file:')) return packageOf(fileURLToPath(name)) === pkg;
    return isAbsolute(name) && packageOf(name) === pkg;
  }

  /** @param {Package} pkg */
  function contextMaker(pkg) {
    /** @param {any} [sandbox] @param {any} [given] */
    return function createContext(sandbox = {}, given = undefined) {
      if (!enforcing) return newContext(sandbox, { strings: true, wasm: true }, given);
      if (sandbox !== dontContextify && isContext(sandbox)) return limitedOne(sandbox);
      needRoom();
      // stops a sandbox that answers differently each time it is asked
      if (isProxy(sandbox)) throw new TypeError('a proxy is no sandbox for a contained package; copy it to an object');
      const options = copy(given);
      const wanted = copy(options.codeGeneration);
      const strings = wanted.strings !== false;
      const direct = strings && grantsGlobal(pkg, 'eval');
      if (direct) realEvalGiven();
      if (options.importModuleDynamically === defaultLoader) delete options.importModuleDynamically;
      if (sandbox !== dontContextify) weakMapSet(unlimited, sandbox, true);
      const context = newContext(sandbox, { strings: direct, wasm: wanted.wasm !== false && grantsGlobal(pkg, 'WebAssembly') }, options);
      limitContext(context, {
        bare: sandbox === dontContextify, direct,
        mayMakeCode: () => {
          if (!strings) throw new EvalError('Code generation from strings disallowed for this context');
        },
      });
      weakMapSet(unlimited, context, false);
      return context;
    };
  }

  let locked = false;

  /**
   * A script in the main realm may declare `let AbortController`, which everybody would then see instead of the real one,
   * unless the real one cannot be reconfigured. Lazy names load when they are locked, so nobody else pays for it.
   */
  function lockGlobals() {
    if (locked || !enforcing) return;
    const names = arrayConcat(shadowed, STAYS);
    for (let i = 0; i < names.length; i++) {
      if (hasOwn(realGlobal, names[i])) reflectDefine(realGlobal, names[i], { __proto__: null, configurable: false });
    }
    locked = true;
  }

  /** @param {Package} pkg */
  function scriptClass(pkg) {
    if (pkg.facades.script !== undefined) return pkg.facades.script;
    const createContext = contextMaker(pkg);
    const { Script: facade } = {
      /** @this {any} @param {any} code @param {any} options */
      Script: function (code, options) {
        if (new.target === undefined) throw new TypeError('Class constructor Script cannot be invoked without \'new\'');
        const { options: own, cached } = compileOptions(pkg, options);
        const script = construct(Script, [code, own]);
        if (cached) script.cachedDataRejected = true;
        // the real prototype would lead to the real class
        setPrototypeOf(script, reflectGet(new.target, 'prototype'));
        return script;
      },
    };
    const methods = {
      /** @this {any} @param {any} options */
      runInThisContext(options) {
        const realm = realms.realmOf(pkg);
        if (realm === undefined) lockGlobals();
        return realm === undefined ? scriptRunInThisContext(this, options) : scriptRunInContext(this, realm.context, options);
      },
      /** @this {any} @param {any} context @param {any} options */
      runInContext(context, options) {
        return scriptRunInContext(this, limitedOne(context), options);
      },
      /** @this {any} @param {any} sandbox @param {any} options */
      runInNewContext(sandbox, options) {
        return scriptRunInContext(this, createContext(sandbox, contextOptions(options)), options);
      },
      /** @this {any} */
      createCachedData() {
        return scriptCreateCachedData(this);
      },
    };
    const names = keysOf(methods);
    for (let i = 0; i < names.length; i++) {
      const value = /** @type {any} */ (methods)[names[i]];
      defineProperty(facade.prototype, names[i], { __proto__: null, value, writable: true, enumerable: false, configurable: true });
    }
    return pkg.facades.script = facade;
  }

  /**
   * What stands for a member of `vm`, undefined where the real one can do no harm.
   * @param {Package} pkg @param {string} key @param {any} real
   */
  function vmMember(pkg, key, real) {
    if (!enforcing && !pkg.ownRealm) return undefined;
    const NewScript = scriptClass(pkg);
    if (key === 'Script') return NewScript;
    if (key === 'createContext') return contextMaker(pkg);
    if (key === 'createScript') return (/** @type {any} */ code, /** @type {any} */ options) => construct(NewScript, [code, options]);
    if (key === 'compileFunction') return (/** @type {any} */ code, /** @type {any} */ names, /** @type {any} */ given) => compile(pkg, code, names, given);
    const { prototype } = NewScript;
    if (key !== 'runInThisContext' && key !== 'runInContext' && key !== 'runInNewContext') return undefined;
    const method = prototype[key];
    if (key === 'runInThisContext') {
      return named(key, (/** @type {any} */ code, /** @type {any} */ options) => apply(method, construct(NewScript, [code, options]), [runOptions(options)]));
    }
    return named(key, (/** @type {any} */ code, /** @type {any} */ context, /** @type {any} */ options) =>
      apply(method, construct(NewScript, [code, options]), [context, runOptions(options)]), real.length);
  }

  /** @param {Package} pkg @param {any} code @param {any} names @param {any} given */
  function compile(pkg, code, names, given) {
    const { options, cached } = compileOptions(pkg, given);
    options.parsingContext ??= realms.realmOf(pkg)?.context;
    limitedOne(options.parsingContext);
    const made = compileFunction(code, names, options);
    if (cached) /** @type {any} */ (made).cachedDataRejected = true;
    return made;
  }

  return { vmMember };
}

/** Contexts of packages, and whether they still hold what their code must not have. @type {WeakMap<object, boolean>} */
const unlimited = new WeakMap();

/**
 * Stops `{ get Error() { vm.runInContext(…) } }`, which runs while the context loses the rest, and one whose making failed.
 * @param {any} context @returns {any} the same
 */
function limitedOne(context) {
  if (weakMapGet(unlimited, context) === true) throw new TypeError('this context was not made whole; make another one');
  return context;
}

/** @param {unknown} name */
function fileNamed(name) {
  if (typeof name !== 'string') return UNNAMED;
  return startsWith(name, 'file:') ? fileURLToPath(name) : name;
}

/** @param {any} given */
function copy(given) {
  const result = create(null);
  if (typeof given !== 'object' || given === null) return result;
  const names = ['filename', 'lineOffset', 'columnOffset', 'cachedData', 'produceCachedData', 'importModuleDynamically', 'parsingContext',
    'contextExtensions', 'name', 'origin', 'codeGeneration', 'microtaskMode', 'strings', 'wasm'];
  for (let i = 0; i < names.length; i++) {
    const value = given[names[i]];
    if (value !== undefined) result[names[i]] = value;
  }
  return result;
}

/** Options of `runInNewContext` that are for the context. @param {any} given */
function contextOptions(given) {
  const result = create(null);
  if (typeof given !== 'object' || given === null) return result;
  const names = { __proto__: null, contextName: 'name', contextOrigin: 'origin', contextCodeGeneration: 'codeGeneration', microtaskMode: 'microtaskMode' };
  const keys = keysOf(names);
  for (let i = 0; i < keys.length; i++) {
    const value = given[keys[i]];
    if (value !== undefined) result[/** @type {any} */ (names)[keys[i]]] = value;
  }
  return result;
}

/** A file name alone is none of the options of a run. @param {any} options */
function runOptions(options) {
  return typeof options === 'string' ? undefined : options;
}

/** @param {string} name @param {any} value @param {number} [length] */
function named(name, value, length = value.length) {
  defineProperty(value, 'name', { __proto__: null, value: name, configurable: true });
  defineProperty(value, 'length', { __proto__: null, value: length, configurable: true });
  return value;
}

module.exports = { newVm };
