'use strict';
// The ES modules that imported members of builtins by name, of which some package may replace some for everybody.

const { arrayPush } = require('./primordials.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {import('./ownnames.cjs').Change} Change
 */

function newImports() {
  /** @type {{ pkg: Package, of: string, names: string[], change: Change }[]} */
  const all = [];

  /** @param {Package} pkg @param {string} of the builtin @param {string[]} names @param {Change} change of the module's variables */
  function follow(pkg, of, names, change) {
    arrayPush(all, { pkg, of, names, change });
  }

  /** @param {(pkg: Package, of: string, names: string[], change: Change) => void} each */
  function tell(each) {
    for (let i = 0; i < all.length; i++) each(all[i].pkg, all[i].of, all[i].names, all[i].change);
  }

  return { follow, tell };
}

module.exports = { newImports };
