'use strict';
// Realms of their own, for packages that change primordials. Such a package runs in a context of V8, made when its first
// file loads, with the primordials of its own that it may change: nobody else runs on them. Its global object holds
// the language and the harmless names of Node; what the package was granted it gets lexically, as every package does.
//
// Objects cross by reference. Inside, `instanceof` of an intrinsic also accepts what comes from the main realm; outside,
// an array of such a package is no `instanceof Array`, as ever between realms.

const {
  create, deleteProperty, dontContextify, Error, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, keysOf,
  ownKeys, Proxy, realGlobal, reflectDefine, reflectDescriptor, reflectGet, reflectSet,
} = require('./primordials.cjs');
const { inside, limitContext, newContext } = require('./contexts.cjs');
const { realEvalGiven } = require('./evaluated.cjs');
const { capabilityOf } = require('./globals.cjs');
const { grantsGlobal } = require('./grants.cjs');
const { settable } = require('./settable.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/**
 * @typedef {object} Realm
 * @property {any} context what `vm` takes as its context, also its real global object
 * @property {() => any} newObject an object of the realm
 * @property {(text: string) => any} parseJson
 */

const STAYS = { __proto__: null, eval: true, Function: true, WebAssembly: true };

const BASICS = 'const { parse } = JSON; return { newObject: () => ({}), parseJson: (text) => parse(text) };';

// Buffers, errors of Node and the arrays of other packages come from the main realm, and packages ask what they are.
const ACCEPT = `'use strict';
const { defineProperty } = Object;
const { apply } = Reflect;
const { hasInstance } = Symbol;
const ordinary = Function.prototype[hasInstance];
for (const name of names) {
  const own = globalThis[name];
  const other = main[name];
  const value = { [hasInstance](it) {
    return apply(ordinary, this, [it]) || (this === own && apply(ordinary, other, [it]));
  } }[hasInstance];
  defineProperty(own, hasInstance, { value, writable: true, enumerable: false, configurable: true });
}`;

/**
 * @param {object} powers
 * @param {ReturnType<import('./manifest.cjs').readGlobals>} powers.knowledge
 * @param {boolean} powers.enforcing
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {() => ReturnType<import('./globals.cjs').newGlobals>} powers.globals
 */
function newRealms({ knowledge, enforcing, denials, globals }) {
  const { intrinsics, harmless, powerful } = knowledge;

  /**
   * The realm that a package runs in, undefined for the main one.
   * @param {Package} pkg
   * @returns {Realm | undefined}
   */
  function realmOf(pkg) {
    return pkg.ownRealm ? pkg.facades.realm ??= newRealm(pkg) : undefined;
  }

  /** @param {Package} pkg @returns {Realm} */
  function newRealm(pkg) {
    const wasm = !enforcing || grantsGlobal(pkg, 'WebAssembly');
    const direct = !enforcing || grantsGlobal(pkg, 'eval');
    if (direct) realEvalGiven();
    const context = newContext(dontContextify, { strings: direct, wasm });
    limitContext(context, {
      bare: true, direct,
      mayMakeCode: (way) => {
        // stops code that no analysis saw
        if (!grantsGlobal(pkg, 'Function') && !grantsGlobal(pkg, 'eval')) denials.refuse(pkg, way, 'use');
      },
    });
    const { newObject, parseJson } = inside(context, BASICS);
    acceptOthers(context);
    if (!wasm) delete context.WebAssembly;
    // V8's own, which only an inspector hears
    delete context.console;
    for (let i = 0; i < harmless.length; i++) lend(context, harmless[i]);
    const names = keysOf(powerful);
    for (let i = 0; i < names.length; i++) withhold(pkg, context, names[i]);
    return { context, newObject, parseJson };
  }

  /** @param {any} context */
  function acceptOthers(context) {
    const main = create(null);
    const names = [];
    for (let i = 0; i < intrinsics.length; i++) {
      const name = intrinsics[i];
      const d = getOwnPropertyDescriptor(realGlobal, name);
      if (typeof d?.value !== 'function' || d.value.prototype === undefined || !hasOwn(context, name)) continue;
      names[names.length] = name;
      main[name] = d.value;
    }
    // `Function` of the main realm may be a stand-in, whose prototype is the real one
    names[names.length] = 'Function';
    main.Function = realGlobal.Function;
    inside(context, ACCEPT, [names, main], ['names', 'main']);
  }

  /** A harmless name of Node, looked at only when the package does. @param {any} context @param {string} name */
  function lend(context, name) {
    if (hasOwn(context, name) || !hasOwn(realGlobal, name)) return;
    settable(context, name, () => realGlobal[name]);
  }

  /** What the package was not granted answers as everywhere: `undefined`, and says so. @param {Package} pkg @param {any} context @param {string} name */
  function withhold(pkg, context, name) {
    if (hasOwn(context, name) || !hasOwn(realGlobal, name)) return;
    settable(context, name, () => {
      const { maySee, valueFor } = globals();
      const may = maySee(pkg, name);
      // also where it is granted: whoever has an object of the realm gets to its global object
      if (may && enforcing) return undefined;
      if (!may) denials.report(pkg, capabilityOf(name), 'use');
      return enforcing ? undefined : valueFor(pkg, name);
    });
  }

  /**
   * `globalThis` of such a package: the global object of its realm, with what the package was granted laid over it.
   * @param {Package} pkg
   */
  function globalIn(pkg) {
    const { context } = /** @type {Realm} */ (realmOf(pkg));
    const { consoleFor, maySee, valueFor } = globals();
    const overlay = create(null);
    overlay.console = consoleFor(pkg);
    const given = (/** @type {any} */ key) => typeof key === 'string' && hasOwn(powerful, key) && !(key in STAYS) && maySee(pkg, key);
    /** @type {any} */
    const target = {};
    /** @type {any} */
    const view = new Proxy(target, {
      __proto__: null,
      get: (/** @type {any} */ _, /** @type {any} */ key) => {
        if (key === 'globalThis' || key === 'global') return view;
        if (key in overlay) return overlay[key];
        return given(key) ? valueFor(pkg, key) : reflectGet(context, key);
      },
      set: (/** @type {any} */ _, /** @type {any} */ key, /** @type {unknown} */ value) => {
        if (key in overlay || given(key) || !reflectSet(context, key, value)) overlay[key] = value;
        return true;
      },
      has: (/** @type {any} */ _, /** @type {any} */ key) => key === 'global' || key in overlay || given(key) || key in context,
      deleteProperty: (/** @type {any} */ _, /** @type {any} */ key) => {
        delete overlay[key];
        return deleteProperty(context, key);
      },
      ownKeys: () => ownKeys(context),
      getPrototypeOf: () => getPrototypeOf(context),
      getOwnPropertyDescriptor: (/** @type {any} */ _, /** @type {any} */ key) => {
        const own = reflectDescriptor(target, key);
        if (own !== undefined) return own;
        if (key === 'globalThis' || key === 'global' || key in overlay || given(key)) {
          return { value: view[key], writable: true, enumerable: false, configurable: true };
        }
        const d = reflectDescriptor(context, key);
        if (d !== undefined) d.configurable = true;
        return d;
      },
      defineProperty: (/** @type {any} */ _, /** @type {any} */ key, /** @type {PropertyDescriptor} */ d) => {
        if (key in overlay || given(key) || !reflectDefine(context, key, d)) overlay[key] = reflectGet(create(null, { it: d }), 'it');
        return d.configurable === false ? reflectDefine(target, key, d) : true;
      },
    });
    return view;
  }

  /** Stops an ES module of such a package, which Node would run in the main realm. @param {Package} pkg @param {string} file */
  function refuseModule(pkg, file) {
    if (!pkg.ownRealm) return;
    const error = new Error(`\`${file}\` of ${pkg.id} is an ES module, and a realm of its own runs CommonJS only; import its CommonJS entry, or give it \`"realm": "frozen"\` in ambit.json`);
    /** @type {any} */ (error).code = 'ERR_AMBIT_REALM';
    throw error;
  }

  return { realmOf, globalIn, refuseModule };
}

module.exports = { newRealms };
