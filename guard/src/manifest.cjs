'use strict';
// The policy manifest: read once, its digest checked, its packages indexed.

const {
  arrayPush, bufferIndexOf, create, freeze, hash, isAbsolute, isArray, lastIndexOf, mapGet, Map, mapSet,
  parseJson, readFileSync, resolvePath, separator, slice, utf8Slice,
} = require('./primordials.cjs');
const { isLasting, readWithState } = require('./states.cjs');

/**
 * @typedef {'own' | 'full' | 'declared'} Authority
 * @typedef {object} Package
 * @property {number} index position in the manifest; -1 for files of no package
 * @property {string} id `name@version`
 * @property {string} name name without the version
 * @property {string} root absolute real path of its folder
 * @property {Authority} authority
 * @property {string} via dependency path, for messages
 * @property {boolean} trusted authority is `own` or `full`
 * @property {boolean} native may load `.node` files
 * @property {Record<string, number>} dependencies names it may require, to package indexes
 * @property {number[]} dependents indexes of packages that depend on it, from where it may load what it is told
 * @property {Record<string, any[]>} files `[kind, sha256, free, assigned]` or `['error', sha256, message, line, column]`
 * @property {string[]} builtins capability texts
 * @property {string[]} globals capability texts
 * @property {string[]} denied capability texts
 * @property {string[]} additions what it may add to objects of the language, as `Error.marker`
 * @property {string[]} patches members that it replaces for everybody who has them, as `http.request`, `globalThis.fetch`
 * @property {Record<string, any>} cache its modules by absolute file name; is what it sees as `require.cache`
 * @property {boolean} ownRealm runs in a realm of its own, whose primordials it may change
 * @property {any} facades its own views of builtins, process and the global object
 *
 * @typedef {object} Manifest
 * @property {string} root absolute path of the project
 * @property {boolean} enforcing
 * @property {string[]} additions those of all packages
 * @property {string[]} patches those of all packages
 * @property {boolean} scripts whether trusted code is known to run scripts by `vm`
 * @property {string[]} replaced names that the application's own code replaces on its global object
 * @property {Package[]} packages those of which nothing was loaded yet may nothing; `at` reads them
 * @property {(directory: string) => Package | undefined} at the package whose folder this is
 * @property {string | undefined} state of its file, where that tells a later start that it is still the same
 */

class SettingsError {
  /** @param {string} message */
  constructor(message) {
    this.message = message;
    this.isSettingsError = true;
  }
}

/** @param {boolean} condition @param {string} message */
function expect(condition, message) {
  if (!condition) throw new SettingsError(message);
}

/**
 * Reads and checks the manifest.
 * @param {string} file absolute path
 * @param {string} integrity `sha256-<base64>` of its bytes
 * @param {string | undefined} sealed the same in memory that nobody can change, unless a program between closed it
 * @param {string | undefined} state of the file when an earlier start found it to have this digest
 * @returns {Manifest}
 * @throws {SettingsError} when it is missing, altered or malformed
 */
function readManifest(file, integrity, sealed, state) {
  const inMemory = sealed === undefined ? undefined : bytesOf(sealed);
  if (inMemory !== undefined && isPinned(inMemory, integrity)) return { ...indexed(inMemory, file), state: undefined };
  const { bytes, state: found } = whole(file);
  // stops a manifest that was altered after the launcher compiled it
  expect(found === state || isPinned(bytes, integrity),
    `the policy manifest \`${file}\` is not the one that AMBIT_MANIFEST_INTEGRITY names; run \`ambit run\` again`);
  return { ...indexed(bytes, file), state: found === state || isLasting(file, found) ? found : undefined };
}

/** @param {Buffer} bytes @param {string} file */
function indexed(bytes, file) {
  return indexLines(bytes, file) ?? index(wholeOf(utf8Slice(bytes, 0, bytes.length), file), file);
}

/** @param {string} file */
function whole(file) {
  try {
    return readWithState(file);
  } catch {
    throw new SettingsError(`cannot read the policy manifest \`${file}\`; start the program with \`ambit run\``);
  }
}

/** @param {string} text @param {string} file @returns {any} */
function wholeOf(text, file) {
  try {
    return parseJson(text);
  } catch {
    throw new SettingsError(`the policy manifest \`${file}\` is not JSON; run \`ambit run\` again`);
  }
}

/** @param {string} file */
function bytesOf(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** @param {Buffer} bytes @param {string} integrity */
function isPinned(bytes, integrity) {
  return `sha256-${hash('sha256', bytes, 'base64')}` === integrity;
}

/** @param {any} data @param {string} file @returns {Omit<Manifest, 'state'>} */
function index(data, file) {
  const malformed = `the policy manifest \`${file}\` is malformed`;
  expect(typeof data === 'object' && data !== null && data.version === 1, `${malformed}: \`version\` is not 1`);
  expect(typeof data.root === 'string' && isAbsolute(data.root), `${malformed}: \`root\` is not an absolute path`);
  expect(data.mode === 'enforce' || data.mode === 'observe', `${malformed}: \`mode\` is neither enforce nor observe`);
  expect(isArray(data.packages) && data.packages.length > 0, `${malformed}: \`packages\` is empty`);
  const root = resolvePath(data.root);
  const byRoot = new Map();
  /** @type {Package[]} */
  const packages = [];
  for (let i = 0; i < data.packages.length; i++) {
    const entry = data.packages[i];
    const { id, location } = entry;
    expect(typeof id === 'string' && typeof location === 'string', `${malformed}: package ${i} has no id or location`);
    const pkg = newPackage(i, id, resolvePath(root, location));
    fill(pkg, entry, malformed);
    mapSet(byRoot, pkg.root, pkg);
    arrayPush(packages, pkg);
  }
  return { root, enforcing: data.mode === 'enforce', additions: data.additions ?? NONE, patches: data.patches ?? NONE, scripts: data.scripts === true, replaced: data.replaced ?? NONE, packages, at: (directory) => mapGet(byRoot, directory) };
}

const NEW_LINE = 10;

/**
 * The launcher writes one package a line, and in the first line where each is, so that only those are parsed that something is
 * loaded of: to parse all of a large project takes longer than Node takes to start.
 * @param {any} bytes @param {string} file
 * @returns {Omit<Manifest, 'state'> | undefined} undefined where the file has another form
 */
function indexLines(bytes, file) {
  const end = bufferIndexOf(bytes, NEW_LINE);
  if (end < 0 || separator !== '/') return undefined;
  let head;
  try {
    head = parseJson(`${utf8Slice(bytes, 0, end)}]}`);
  } catch {
    return undefined;
  }
  const { version, mode, root: written, lines } = head;
  if (version !== 1 || (mode !== 'enforce' && mode !== 'observe') || typeof written !== 'string' || !isAbsolute(written) || lines === undefined) return undefined;
  const { ids, locations, bytes: lengths } = lines;
  const root = resolvePath(written);
  const above = root === '/' ? '/' : `${root}/`;
  const byRoot = new Map();
  /** @type {Package[]} */
  const packages = [];
  /** Where the line of each begins; undefined once it was read. @type {(number | undefined)[]} */
  const starts = [];
  let at = end + 1;
  for (let i = 0; i < ids.length; i++) {
    const location = locations[i];
    const pkg = newPackage(i, ids[i], location === '' ? root : above + location);
    mapSet(byRoot, pkg.root, pkg);
    arrayPush(packages, pkg);
    // a comma begins each but the first
    if (i > 0) at++;
    arrayPush(starts, at);
    at += lengths[i] + 1;
  }
  // `]}` instead of the last line's end
  if (packages.length === 0 || at + 1 !== bytes.length) return undefined;
  const malformed = `the policy manifest \`${file}\` is malformed`;
  /** @param {Package | undefined} pkg */
  const read = (pkg) => {
    const start = pkg === undefined ? undefined : starts[pkg.index];
    if (pkg === undefined || start === undefined) return pkg;
    const { index: i } = pkg;
    const entry = parseJson(utf8Slice(bytes, start, start + lengths[i]));
    expect(entry.id === ids[i] && entry.location === locations[i], `${malformed}: \`lines\` is not what \`packages\` is`);
    fill(pkg, entry, malformed);
    starts[i] = undefined;
    return pkg;
  };
  read(packages[0]);
  return {
    root, enforcing: mode === 'enforce', additions: head.additions ?? NONE, patches: head.patches ?? NONE, scripts: head.scripts === true, replaced: head.replaced ?? NONE, packages, at: (directory) => read(mapGet(byRoot, directory)),
  };
}

/**
 * A package that may do nothing.
 * @param {number} i @param {string} id @param {string} root
 * @returns {Package}
 */
function newPackage(i, id, root) {
  const at = lastIndexOf(id, '@');
  return {
    index: i, id, root, authority: 'declared',
    name: at > 0 ? slice(id, 0, at) : id,
    via: id,
    trusted: false,
    native: false,
    dependencies: NOTHING,
    dependents: NONE,
    files: NOTHING,
    builtins: NONE,
    globals: NONE,
    denied: NONE,
    additions: NONE,
    patches: NONE,
    ownRealm: false,
    cache: NOTHING,
    facades: NOTHING,
  };
}

/** @type {any} */
const NOTHING = freeze(create(null));
/** @type {any} */
const NONE = freeze([]);

/** Gives a package what its entry says. @param {Package} pkg @param {any} entry @param {string} malformed */
function fill(pkg, entry, malformed) {
  const { authority } = entry;
  expect(authority === 'own' || authority === 'full' || authority === 'declared',
    `${malformed}: \`${pkg.id}\` has the unknown authority \`${authority}\``);
  pkg.cache = create(null);
  pkg.facades = create(null);
  pkg.via = entry.via ?? pkg.id;
  pkg.dependencies = entry.dependencies ?? NOTHING;
  pkg.dependents = entry.dependents ?? NONE;
  pkg.files = entry.files ?? NOTHING;
  pkg.builtins = entry.builtins ?? NONE;
  pkg.globals = entry.globals ?? NONE;
  pkg.denied = entry.denied ?? NONE;
  pkg.additions = entry.additions ?? NONE;
  pkg.patches = entry.patches ?? NONE;
  pkg.native = authority !== 'declared' || entry.native === true;
  pkg.authority = authority;
  pkg.trusted = authority !== 'declared';
  // the application's realm is the main one
  pkg.ownRealm = pkg.index > 0 && entry.realm === 'own';
}

/**
 * The package that stands for files of no package, which only observe mode loads.
 * @param {string} root
 * @returns {Package}
 */
function strayPackage(root) {
  const pkg = newPackage(-1, 'files outside every package', root);
  fill(pkg, { authority: 'full', via: '-' }, '');
  return pkg;
}

/**
 * What is known of the names of the global object; the guard folder carries a copy, a checkout has it beside.
 * @returns {{ intrinsics: string[], harmless: string[], powerful: Record<string, string[]>,
 *   process: { harmless: string[], members: Record<string, string[]> } }}
 */
function readGlobals() {
  const folders = [resolvePath(__dirname, '../spec/builtins'), resolvePath(__dirname, '../../spec/builtins')];
  for (let i = 0; i < folders.length; i++) {
    let bytes;
    try {
      bytes = readFileSync(resolvePath(folders[i], 'globals.json'));
    } catch {
      continue;
    }
    return parseJson(utf8Slice(bytes, 0, bytes.length));
  }
  throw new SettingsError(`the guard in \`${resolvePath(__dirname, '..')}\` is incomplete; install ambit again`);
}

module.exports = { SettingsError, readManifest, readGlobals, strayPackage };
