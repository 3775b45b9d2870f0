'use strict';
// From a file to its verified bytes: what runs is what was hashed, from one read.

const { appendFileSync, charCodeAt, extname, hash, hasOwn, slice, utf8Slice } = require('./primordials.cjs');
const { isRefused } = require('./typescript.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {'cjs' | 'esm' | 'json' | 'node' | 'wasm'} Kind
 * @typedef {object} Verified
 * @property {Kind | undefined} kind undefined for a file of the application that the manifest does not know
 * @property {Buffer} bytes
 * @property {string | undefined} digest that the policy manifest vouches for
 * @property {string[] | undefined} free free identifiers, undefined when nobody analysed the file
 * @property {string[]} assigned those of them that the file assigns
 */

/** @type {Record<string, Kind>} */
const BY_EXTENSION = { '.cjs': 'cjs', '.mjs': 'esm', '.cts': 'cjs', '.mts': 'esm', '.json': 'json', '.node': 'node', '.wasm': 'wasm' };
const KINDS = { __proto__: null, cjs: true, esm: true, json: true, node: true, wasm: true };
/** @type {string[]} */
const NONE = [];

/**
 * @param {object} powers
 * @param {import('./sources.cjs').Sources} powers.sources
 * @param {import('./recorded.cjs').Recorded} powers.recorded
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {(pkg: Package, file: string) => string} powers.nameIn
 * @param {boolean} powers.enforcing
 * @param {string} powers.stale the file to make when another file is not as the manifest says: the launcher then looks at all
 * @param {import('./integrity.cjs').Integrity} [powers.integrity]
 */
function newVerifier({ sources, recorded, denials, nameIn, enforcing, integrity, stale }) {
  const { bytesOf } = recorded;

  /**
   * @param {Package} pkg the package that the file lies in
   * @param {string} file absolute real path
   * @returns {Verified}
   * @throws {Error} `ERR_AMBIT_UNKNOWN_FILE`, `ERR_AMBIT_CHANGED_FILE` or `ERR_AMBIT_UNPARSED`
   */
  function verify(pkg, file) {
    const name = nameIn(pkg, file);
    const entry = pkg.index >= 0 && hasOwn(pkg.files, name) ? pkg.files[name] : undefined;
    const kept = entry === undefined || entry[0] === 'error' ? undefined : bytesOf(file, entry[1]);
    if (kept !== undefined && entry !== undefined) return { kind: entry[0], bytes: kept, digest: entry[1], free: entry[2] ?? NONE, assigned: entry[3] ?? NONE };
    const bytes = sources.read(file);
    // whatever the policy manifest says of it, and in observe mode too
    if (integrity !== undefined) integrity.check(file, bytes);
    if (entry === undefined) {
      // stops files that were dropped into a package after review; the application may generate its own
      if (pkg.authority !== 'own') refuse(pkg, file, 'ERR_AMBIT_UNKNOWN_FILE', `\`${name}\` of ${pkg.id} is not in the policy manifest`);
      return { kind: kindOf(file), bytes, digest: undefined, free: undefined, assigned: NONE };
    }
    if (hash('sha256', bytes, 'base64') !== entry[1]) {
      // stops an installer or another package that rewrites a reviewed file (ethers-provider2)
      refuse(pkg, file, 'ERR_AMBIT_CHANGED_FILE', `\`${name}\` of ${pkg.id} changed since the policy manifest was written`);
      return { kind: entry[0] === 'error' ? kindOf(file) : entry[0], bytes, digest: undefined, free: undefined, assigned: NONE };
    }
    if (entry[0] === 'error') {
      // stops syntax that the analysis cannot read, and whose free names nobody knows; what is wrong in the application's own
      // files the user best hears from Node, and so what Node never runs
      if (pkg.authority !== 'own' && !isRefused(file)) refuse(pkg, file, 'ERR_AMBIT_UNPARSED', `\`${name}\` of ${pkg.id} could not be analysed (${entry[2]})`, entry[3], entry[4]);
      return { kind: kindOf(file), bytes, digest: undefined, free: undefined, assigned: NONE };
    }
    if (!hasOwn(KINDS, entry[0])) {
      // stops a kind that a later Ambit may write: it would be compiled as what it is not
      refuse(pkg, file, 'ERR_AMBIT_UNPARSED', `\`${name}\` of ${pkg.id} has the unknown kind \`${entry[0]}\``);
      return { kind: kindOf(file), bytes, digest: undefined, free: undefined, assigned: NONE };
    }
    return { kind: entry[0], bytes, digest: entry[1], free: entry[2] ?? NONE, assigned: entry[3] ?? NONE };
  }

  /** @param {Package} pkg @param {string} file @param {string} code @param {string} what @param {number} [line] @param {number} [column] */
  function refuse(pkg, file, code, what, line = 0, column = 0) {
    if (code !== 'ERR_AMBIT_UNPARSED') mark(stale);
    if (pkg.index < 0 && !enforcing) return;
    denials.refuse(pkg, `path:${file}`, 'load', {
      code, message: `${what}; run \`ambit run\` again, or \`ambit audit\``, place: () => ({ file, line, column }),
    });
  }

  return { verify };
}

/** @param {string} stale */
function mark(stale) {
  try {
    appendFileSync(stale, '');
  } catch {
    // where the cache cannot be written, the launcher keeps no record either
  }
}

/** @param {string} file @returns {Kind | undefined} */
function kindOf(file) {
  const extension = extname(file);
  return hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
}

/** The text of a file, without its byte order mark. @param {Buffer} bytes @returns {string} */
function textOf(bytes) {

  const text = utf8Slice(bytes, 0, bytes.length);
  return charCodeAt(text, 0) === 0xfeff ? slice(text, 1) : text;
}

/** Turns a `#!` line into a comment of the same width. @param {string} text */
function withoutShebang(text) {
  return text[0] === '#' && text[1] === '!' ? `//${slice(text, 2)}` : text;
}

module.exports = { newVerifier, textOf, withoutShebang };
