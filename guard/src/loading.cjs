'use strict';
// What a package sees of the members of `node:module` that say how files are found, wrapped and loaded: each acts for the
// package alone. Those that steer the loader for everybody stay closed (builtins.cjs).

/** @typedef {import('./manifest.cjs').Package} Package */

/**
 * The package's own member, or undefined where there is none.
 * @param {Package} pkg @param {string} key @param {any} real `node:module`
 * @param {import('./cjs.cjs').Loader} loader @param {() => void} sync
 * @returns {any}
 */
function loadingMember(pkg, key, real, loader, sync) {
  if (key === 'createRequire') return loader.createRequireFor(pkg);
  if (key === '_resolveFilename') return loader.resolveFilenameFor(pkg);
  // loaders that are put there load nothing (pirates, for jest's reporters)
  if (key === '_extensions') return loader.inertExtensions(pkg);
  // a copy: who changes the real one wraps everybody's files
  if (key === 'wrapper') return [real.wrapper[0], real.wrapper[1]];
  if (key === 'wrap') {
    const head = real.wrapper[0];
    const tail = real.wrapper[1];
    return (/** @type {unknown} */ script) => `${head}${script}${tail}`;
  }
  // a package patches its own view, which its ES modules do not import from, unless it may patch those of others
  if (key === 'syncBuiltinESMExports') return () => sync();
  return undefined;
}

/**
 * The descriptor of `Module._load`, which loads what `require` would. Stops a package from putting its own in the place
 * of everybody's: it then has it for itself, and that is said.
 * @param {Package} pkg @param {import('./cjs.cjs').Loader} loader @param {import('./denial.cjs').Denials} denials
 */
function ownLoad(pkg, loader, denials) {
  const given = loader.loadFor(pkg);
  let load = given;
  return {
    __proto__: null, configurable: true, enumerable: true, get: () => load,
    set: (/** @type {any} */ next) => {
      if (next !== given) denials.report(pkg, 'module._load', 'use', { closed: 'it has the loader that it puts there for itself alone' });
      load = next;
    },
  };
}

module.exports = { loadingMember, ownLoad };
