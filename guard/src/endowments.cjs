'use strict';
// The names that a file or text of a package gets lexically: what its declaration grants of what it mentions.

const { arrayConcat, arrayIncludes, arrayPush, charCodeAt, hasOwn, includes, keysOf, regExpExec } = require('./primordials.cjs');
const { callsEval } = require('./code.cjs');
const { STAYS } = require('./globals.cjs');
const { grantsGlobal } = require('./grants.cjs');
const { handlesGlobal, ownValue } = require('./ownnames.cjs');
const { identifiersIn } = require('./scripts.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {{ names: string[], values: any[], live: string[] }} Endowment `live`: names whose values the package itself may change
 */

/** What a text may be given besides powerful names. */
const VIEWS = { __proto__: null, globalThis: true, global: true, console: true };

/** What code made by direct `eval` in a file of a trusted package may well name, and costs nothing to have. */
const COMMON = ['process', 'globalThis', 'global', 'fetch', 'crypto', 'navigator', 'Function'];

/**
 * @param {object} powers
 * @param {ReturnType<import('./manifest.cjs').readGlobals>} powers.knowledge
 * @param {boolean} powers.enforcing
 * @param {ReturnType<import('./code.cjs').newCode>} powers.code
 * @param {ReturnType<import('./globals.cjs').newGlobals>} powers.globals
 * @param {ReturnType<import('./globalviews.cjs').newGlobalViews>} powers.views
 * @param {import('./globals.cjs').Additions | undefined} powers.additions
 * @param {import('./patches.cjs').Patches | undefined} powers.patches
 * @param {string[]} powers.replaced what the application's own code replaces on its global object
 */
function newEndowments({ knowledge: { powerful }, enforcing, code, globals, views, additions, patches, replaced }) {
  const { consoleFor, isKnown, maySee, valueFor } = globals;
  const { extended, globalFor, missed } = views;

  /**
   * The names that a CommonJS file of a package gets, besides those of its module system.
   * @param {Package} pkg @param {string[]} free @param {string} text
   * @returns {Endowment}
   */
  function ofFile(pkg, free, text) {
    // analysis does not list the harmless `console`, of which each package has its own
    const names = arrayConcat(free, ['console']);
    if (pkg.ownRealm || !arrayIncludes(free, 'eval')) return ofNames(pkg, names);
    const result = ofNames(pkg, callsEval(text) && code.grantsEval(pkg) ? arrayConcat(names, pkg.trusted ? COMMON : grantedNames(pkg)) : names);
    // ES modules cannot have a name `eval` and look it up on the real global object
    add(result, 'eval', code.evalFor(pkg, text));
    return result;
  }

  /** @param {Package} pkg */
  function grantedNames(pkg) {
    const names = ['process', 'globalThis', 'global'];
    const all = keysOf(powerful);
    for (let i = 0; i < all.length; i++) if (grantsGlobal(pkg, all[i])) arrayPush(names, all[i]);
    return names;
  }

  /**
   * What a text that a package makes code of can name.
   * @param {Package} pkg @param {string} text
   */
  function ofText(pkg, text) {
    const named = mentioned(text);
    /** @type {string[]} */
    const names = [];
    for (let i = 0; i < named.length; i++) if (named[i] === 'globalThis' || named[i] === 'global' || maySee(pkg, named[i]) || mayChange(pkg, named[i])) arrayPush(names, named[i]);
    if (includes(text, 'console')) arrayPush(names, 'console');
    const result = ofNames(pkg, names);
    if (code.hides(pkg)) {
      const hidden = strangersIn(text);
      for (let i = 0; i < hidden.length; i++) add(result, hidden[i], undefined);
      // the one of the global object asks who calls
      return result;
    }
    if (includes(text, 'eval') && code.grantsEval(pkg)) add(result, 'eval', code.evalFor(pkg, text));
    return result;
  }

  /** Names of a text that neither the language nor Node has: in the scope of scripts they are somebody else's. @param {string} text */
  function strangersIn(text) {
    const named = identifiersIn(text);
    /** @type {string[]} */
    const strangers = [];
    for (let i = 0; i < named.length; i++) if (!isKnown(named[i]) && !hasOwn(powerful, named[i]) && !(named[i] in VIEWS)) arrayPush(strangers, named[i]);
    return strangers;
  }

  /**
   * The names that a file of a package gets, besides those of its module system.
   * @param {Package} pkg
   * @param {string[]} free
   * @returns {Endowment}
   */
  function ofNames(pkg, free) {
    /** @type {Endowment} */
    const result = { names: [], values: [], live: [] };
    for (let i = 0; i < free.length; i++) {
      const name = free[i];
      if (!isBindable(name) || arrayIncludes(result.names, name)) continue;
      if (name === 'globalThis' || name === 'global') add(result, name, globalFor(pkg));
      else if (name === 'console') add(result, name, consoleFor(pkg));
      else if (pkg.authority === 'own' && arrayIncludes(replaced, name)) {
        add(result, name, globalFor(pkg)[name]);
        arrayPush(result.live, name);
      } else if (additions?.extendsObject(pkg, name)) add(result, name, extended(pkg, name));
      else if (mayChange(pkg, name)) {
        add(result, name, patches?.valueFor(pkg, name));
        arrayPush(result.live, name);
      }
      else if (hasOwn(powerful, name)) endowPowerful(result, pkg, name);
      else if (pkg.authority === 'own' && !isKnown(name)) missed(name);
      // what another package puts on the global object must not reach this one
      else if (!pkg.trusted && !pkg.ownRealm && enforcing && !isKnown(name)) {
        add(result, name, ownValue(pkg, name));
        if (handlesGlobal(pkg)) arrayPush(result.live, name);
      }
    }
    return result;
  }

  /** Whether some package may replace the name for all who have it, as this one does. @param {Package} pkg @param {string} name */
  function mayChange(pkg, name) {
    return patches?.isLive(name) === true && !pkg.ownRealm && (!hasOwn(powerful, name) || maySee(pkg, name));
  }

  /** @param {Endowment} result @param {Package} pkg @param {string} name */
  function endowPowerful(result, pkg, name) {
    // a realm of its own has a `Function` of its own
    if (maySee(pkg, name) && ((name === 'Function' && !pkg.ownRealm) || !(name in STAYS))) add(result, name, valueFor(pkg, name));
    // otherwise the accessor on the real global object answers, and says so
  }

  /** For a file that the analysis never saw: every powerful name that its text mentions. @param {string} text */
  function mentioned(text) {
    const names = keysOf(powerful);
    const found = includes(text, 'global') ? ['globalThis', 'global'] : [];
    for (let i = 0; i < names.length; i++) if (includes(text, names[i])) found[found.length] = names[i];
    const changing = patches === undefined ? [] : patches.names;
    for (let i = 0; i < changing.length; i++) if (!arrayIncludes(found, changing[i]) && includes(text, changing[i])) arrayPush(found, changing[i]);
    return found;
  }

  /** @param {string} text */
  function mentionedInModule(text) {
    return includes(text, 'console') ? arrayConcat(mentioned(text), ['console']) : mentioned(text);
  }

  code.endowWith(ofText, strangersIn);
  return { mentioned, mentionedInModule, ofFile, ofNames };
}

/** @typedef {ReturnType<typeof newEndowments>} Endowments */

/** @param {Endowment} result @param {string} name @param {any} value */
function add(result, name, value) {
  result.names[result.names.length] = name;
  result.values[result.values.length] = value;
}

const RESERVED = {
  __proto__: null, eval: true, arguments: true, this: true, exports: true, require: true, module: true, __filename: true,
  __dirname: true, let: true, static: true, yield: true, await: true, implements: true, interface: true, package: true,
  private: true, protected: true, public: true, undefined: true,
};

/** Stops a manifest entry from becoming code in the parameter list. @param {unknown} name @returns {name is string} */
function isBindable(name) {
  return typeof name === 'string' && !(name in RESERVED)
    // V8 takes a millisecond to make the sets of letters, as soon as it comes to this expression
    && (isPlain(name) || regExpExec(/^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u, name) !== null);
}

/** Letters of ASCII, digits, `$` and `_`. @param {string} name */
function isPlain(name) {
  for (let i = 0; i < name.length; i++) {
    const c = charCodeAt(name, i);
    const letter = (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 36 || c === 95;
    if (!letter && (i === 0 || c < 48 || c > 57)) return false;
  }
  return name.length > 0;
}

module.exports = { newEndowments };
