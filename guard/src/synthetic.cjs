'use strict';
// The ES modules that the guard makes up: one per set of endowments, one per builtin and package. They lie, by their
// URLs, in the guard's own folder, and take their values through the slot, which nobody else may import.

const {
  arrayIncludes, arrayPush, includes, indexOf, moduleCache, pathToFileURL, resolvePath, slice, split, toJson, urlHref,
} = require('./primordials.cjs');

const { follow } = require('./ownnames.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

const GUARD = `${urlHref(pathToFileURL(__dirname))}/`;
const SLOT_FILE = resolvePath(__dirname, 'slot.cjs');
const SLOT = urlHref(pathToFileURL(SLOT_FILE));
const ENDOW = `${GUARD}endow.mjs?`;
const BUILTIN = `${GUARD}builtin.mjs?`;

/**
 * @param {object} powers
 * @param {Package} powers.stray
 * @param {Package[]} powers.packages
 * @param {boolean} powers.enforcing
 * @param {ReturnType<import('./builtins.cjs').newBuiltins>} powers.builtins
 * @param {import('./endowments.cjs').Endowments} powers.endowments
 * @param {import('./patches.cjs').Patches | undefined} powers.patches
 */
function newSynthetics({ stray, packages, enforcing, builtins, endowments, patches }) {
  /** @param {string} url */
  function endowSource(url) {
    const names = split(slice(url, indexOf(url, '&n=') + 3), ',');
    const index = numberAfter(url, 'p=');
    const { live } = endowments.ofNames(packageAt(index), names);
    if (live.length === 0) return synthetic(`take(${index},${toJson(names)})`, names, '');
    return synthetic(`take(${index},${toJson(names)},${changing(names, live)})`, names, '', 'let');
  }

  /** The text of a function that changes the variables. @param {string[]} names @param {string[]} live */
  function changing(names, live) {
    let changes = '';
    for (let i = 0; i < names.length; i++) if (arrayIncludes(live, names[i])) changes += `case${toJson(names[i])}:v${i}=v;break;`;
    return `(n,v)=>{switch(n){${changes}}}`;
  }

  /** @param {string} url */
  function builtinSource(url) {
    const query = slice(url, BUILTIN.length);
    const parts = split(query, '&');
    const index = numberAfter(query, 'p=');
    const name = slice(parts[1], 2);
    const all = builtins.exportNames(packageAt(index), name);
    /** @type {string[]} */
    const names = [];
    for (let i = 0; i < all.length; i++) {
      const isStream = name === 'process' && (all[i] === 'stdin' || all[i] === 'stdout' || all[i] === 'stderr');
      if (all[i] !== 'default' && (!isStream || includes(query, `&s=${all[i]}`))) arrayPush(names, all[i]);
    }
    if (patches?.changes(name) === true) {
      return synthetic(`take(${index},${toJson(name)},${toJson(names)},${changing(names, names)})`, names, 'export default e.default;', 'let');
    }
    return synthetic(`take(${index},${toJson(name)},${toJson(names)})`, names, 'export default e.default;');
  }

  /** @param {string} expression @param {string[]} names @param {string} rest @param {string} [kind] of variable */
  function synthetic(expression, names, rest, kind = 'const') {
    let text = `import{take}from${toJson(SLOT)};const e=${expression};${rest}`;
    for (let i = 0; i < names.length; i++) text += `${kind} v${i}=e.values[${i}];export{v${i} as ${toJson(names[i])}};`;
    return text;
  }

  /**
   * What the synthetic modules get through the slot.
   * @param {number} index of the package @param {string | string[]} what the names of globals, or a builtin
   * @param {any} [members] of the builtin, or what changes the values of globals
   * @param {import('./ownnames.cjs').Change} [change] of the values of members
   */
  function take(index, what, members, change) {
    const pkg = packageAt(index);
    if (typeof what !== 'string') {
      const { names, values } = endowments.ofNames(pkg, what);
      if (members !== undefined) follow(pkg, members);
      const ordered = [];
      for (let i = 0; i < what.length; i++) {
        const at = indexIn(names, what[i]);
        ordered[i] = at < 0 ? undefined : values[at];
      }
      return { values: ordered };
    }
    const facade = builtins.builtin(pkg, what, 'import');
    if (change !== undefined) patches?.follow(pkg, what, members, change);
    const values = [];
    for (let i = 0; i < (members ?? []).length; i++) {
      const name = members[i];
      // the member is undefined to this package; who asks for it by name was told already
      if (builtins.mayUse(pkg, what, name)) values[i] = facade[name];
      else values[i] = enforcing ? undefined : builtins.unreported(what, name);
    }
    return { default: facade, values };
  }

  /** @param {number} index */
  function packageAt(index) {
    return index < 0 ? stray : packages[index];
  }

  /** Hands the slot to Node, which asks for it as CommonJS. */
  function giveSlot() {
    const module = moduleCache[SLOT_FILE];
    if (module !== undefined) {
      module.exports = { take };
      module.loaded = true;
    }
    return { take };
  }

  return { endowSource, builtinSource, giveSlot };
}

/** @param {string} text @param {string} key */
function numberAfter(text, key) {
  let digits = '';
  for (let i = indexOf(text, key) + key.length; i < text.length && ((text[i] >= '0' && text[i] <= '9') || text[i] === '-'); i++) digits += text[i];
  return +digits;
}

/** @param {string[]} names @param {string} name */
function indexIn(names, name) {
  for (let i = 0; i < names.length; i++) if (names[i] === name) return i;
  return -1;
}

module.exports = { BUILTIN, ENDOW, GUARD, newSynthetics, numberAfter, SLOT, SLOT_FILE };
