'use strict';
// From an absolute file name to the package that it belongs to, by location: never by what a package.json says.

const { basename, dirname, Map, mapGet, mapSet, replaceAll, separator, slice } = require('./primordials.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/**
 * @param {import('./manifest.cjs').Manifest} manifest
 */
function newLocator(manifest) {
  /** @type {any} */
  const known = new Map();

  /** @param {string} directory @returns {Package | undefined} */
  function ofDirectory(directory) {
    const seen = mapGet(known, directory);
    if (seen !== undefined) return seen ?? undefined;
    const found = walkUp(directory);
    mapSet(known, directory, found ?? null);
    return found;
  }

  /** @param {string} directory @returns {Package | undefined} */
  function walkUp(directory) {
    const pkg = manifest.at(directory);
    if (pkg !== undefined) return pkg;
    // a folder that someone put below `node_modules` after the manifest was written is not the application's
    if (basename(directory) === 'node_modules') return undefined;
    const parent = dirname(directory);
    return parent === directory ? undefined : ofDirectory(parent);
  }

  /** @param {string} file absolute real path @returns {Package | undefined} */
  function packageOf(file) {
    return ofDirectory(dirname(file));
  }

  /** The name of a file below its package, with `/`. @param {Package} pkg @param {string} file */
  function nameIn(pkg, file) {
    const start = pkg.root.length + (pkg.root[pkg.root.length - 1] === separator ? 0 : 1);
    return withSlashes(slice(file, start));
  }

  return { packageOf, nameIn };
}

/** @param {string} file */
function withSlashes(file) {
  return separator === '/' ? file : replaceAll(file, separator, '/');
}

module.exports = { newLocator, withSlashes };
