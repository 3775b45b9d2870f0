'use strict';
// `RegExp.$1`, `RegExp.input` and their kind hold the last match of the whole realm, text and all: whoever reads them after
// another package looked for the token in a header has the header. The application reads them, and who was granted
// `RegExp.lastMatch`, which analysis declares for whoever names one of them. Everybody else has them empty, and it is said.

const { apply, arrayIncludes, defineProperty, getOwnPropertyDescriptor, ownKeys, realGlobal } = require('./primordials.cjs');
const { callerFile } = require('./caller.cjs');
const { grantsGlobal } = require('./grants.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/** Accessors of `RegExp` that are something else. */
const OTHERS = ['get [Symbol.species]'];

/** Until the guard knows the packages, nobody reads them. @type {() => boolean} */
let mayRead = () => false;

/** Before the language is frozen. */
function hideLastMatch() {
  const { RegExp } = realGlobal;
  const keys = ownKeys(RegExp);
  for (let i = 0; i < keys.length; i++) {
    const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(RegExp, keys[i]));
    const { get } = d;
    if (get === undefined || arrayIncludes(OTHERS, get.name)) continue;
    const stand = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor({
      get it() {
        // before anything here matches something else
        const value = apply(get, RegExp, []);
        // stops `RegExp.$_` from reading what another package matched
        return mayRead() ? value : '';
      },
      // as in Node, nothing happens
      set it(_) {},
    }, 'it'));
    defineProperty(RegExp, keys[i], { __proto__: null, get: stand.get, set: stand.set });
  }
}

/**
 * @param {object} powers
 * @param {boolean} powers.enforcing
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {(file: string) => Package | undefined} powers.packageOf
 */
function knowReaders({ enforcing, denials, packageOf }) {
  mayRead = () => {
    const file = callerFile(true);
    const pkg = file === undefined ? undefined : packageOf(file);
    if (pkg === undefined) return false;
    if (grantsGlobal(pkg, 'RegExp.lastMatch')) return true;
    denials.report(pkg, 'RegExp.lastMatch', 'use');
    return !enforcing;
  };
}

module.exports = { hideLastMatch, knowReaders };
