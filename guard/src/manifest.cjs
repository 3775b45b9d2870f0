'use strict';
// The policy manifest: read once, its digest checked, its packages indexed.

const {
  arrayPush, create, hasOwn, hash, indexOf, isAbsolute, isArray, lastIndexOf, mapGet, Map, mapSet,
  parseJson, readFileSync, resolvePath, slice, startsWith, utf8Slice,
} = require('./primordials.cjs');

/**
 * @typedef {'own' | 'full' | 'declared'} Authority
 * @typedef {{ name: string, declared: boolean, whole: boolean, members: Record<string, true>, withheld: Record<string, true> }} BuiltinGrant
 *   `whole` gives every member but the `withheld` ones and, to a `declared` package, the switches; otherwise only `members`
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
 * @property {Record<string, any>} cache its modules by absolute file name; is what it sees as `require.cache`
 * @property {any} facades its own views of builtins, process and the global object
 *
 * @typedef {object} Manifest
 * @property {string} root absolute path of the project
 * @property {boolean} enforcing
 * @property {Package[]} packages
 * @property {(directory: string) => Package | undefined} at the package whose folder this is
 * @property {boolean} ownRealm some package asks for a realm of its own
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
 * @returns {Manifest}
 * @throws {SettingsError} when it is missing, altered or malformed
 */
function readManifest(file, integrity, sealed) {
  let bytes = sealed === undefined ? undefined : bytesOf(sealed);
  if (bytes === undefined || !isPinned(bytes, integrity)) bytes = bytesOf(file);
  if (bytes === undefined) throw new SettingsError(`cannot read the policy manifest \`${file}\`; start the program with \`ambit run\``);
  // stops a manifest that was altered after the launcher compiled it
  expect(isPinned(bytes, integrity),
    `the policy manifest \`${file}\` is not the one that AMBIT_MANIFEST_INTEGRITY names; run \`ambit run\` again`);
  let data;
  try {
    data = parseJson(utf8Slice(bytes, 0, bytes.length));
  } catch {
    throw new SettingsError(`the policy manifest \`${file}\` is not JSON; run \`ambit run\` again`);
  }
  return index(data, file);
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

/** @param {any} data @param {string} file @returns {Manifest} */
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
  let ownRealm = false;
  for (let i = 0; i < data.packages.length; i++) {
    const entry = data.packages[i];
    const { id, location, authority } = entry;
    expect(typeof id === 'string' && typeof location === 'string', `${malformed}: package ${i} has no id or location`);
    expect(authority === 'own' || authority === 'full' || authority === 'declared',
      `${malformed}: \`${id}\` has the unknown authority \`${authority}\``);
    const folder = resolvePath(root, location);
    const pkg = newPackage(i, id, folder, authority, entry);
    mapSet(byRoot, folder, pkg);
    arrayPush(packages, pkg);
    ownRealm = ownRealm || entry.realm === 'own';
  }
  return { root, enforcing: data.mode === 'enforce', packages, ownRealm, at: (directory) => mapGet(byRoot, directory) };
}

/**
 * @param {number} i @param {string} id @param {string} root @param {Authority} authority @param {any} entry
 * @returns {Package}
 */
function newPackage(i, id, root, authority, entry) {
  const at = lastIndexOf(id, '@');
  return {
    index: i, id, root, authority,
    name: at > 0 ? slice(id, 0, at) : id,
    via: entry.via ?? id,
    trusted: authority !== 'declared',
    native: authority !== 'declared' || entry.native === true,
    dependencies: entry.dependencies ?? {},
    dependents: entry.dependents ?? [],
    files: entry.files ?? {},
    builtins: entry.builtins ?? [],
    globals: entry.globals ?? [],
    denied: entry.denied ?? [],
    cache: create(null),
    facades: create(null),
  };
}

/**
 * The package that stands for files of no package, which only observe mode loads.
 * @param {string} root
 * @returns {Package}
 */
function strayPackage(root) {
  return newPackage(-1, 'files outside every package', root, 'full', { via: '-' });
}

/**
 * What a package may use of a builtin, or undefined for nothing.
 * @param {Package} pkg
 * @param {string} name without `node:`
 * @returns {BuiltinGrant | undefined}
 */
function builtinGrant(pkg, name) {
  const grant = { name, declared: !pkg.trusted, whole: pkg.trusted, members: create(null), withheld: create(null) };
  let any = grant.whole;
  for (let i = 0; i < pkg.builtins.length; i++) {
    const text = pkg.builtins[i];
    if (coversModule(text, name)) {
      grant.whole = any = true;
    } else if (startsWith(text, `${name}.`)) {
      grant.members[slice(text, name.length + 1)] = true;
      any = true;
    } else if (startsWith(text, `${name}/`)) {
      // `fs/promises.readFile` shows up as `fs.promises`, whose facade then has that one member
      const dot = indexOf(text, '.');
      const end = dot < 0 ? text.length : dot;
      grant.members[slice(text, name.length + 1, end)] = true;
      any = true;
    }
  }
  for (let i = 0; i < pkg.denied.length; i++) {
    const text = pkg.denied[i];
    if (coversModule(text, name)) return undefined;
    if (startsWith(text, `${name}.`)) grant.withheld[slice(text, name.length + 1)] = true;
  }
  return any ? grant : undefined;
}

/** Whether a capability text is the module or a module above it. @param {string} text @param {string} name */
function coversModule(text, name) {
  return text === name || (startsWith(name, text) && startsWith(name, `${text}/`));
}

// These change or watch what all packages do. As with the doors of `process`, a grant of the builtin as a whole does not
// include them, only one by name does (CVE-2026-47141, GHSA-98xx).
/** @type {Record<string, any>} */
const SWITCHES = {
  __proto__: null,
  async_hooks: { __proto__: null, createHook: true, executionAsyncResource: true },
  crypto: { __proto__: null, setEngine: true, setFips: true },
  dns: { __proto__: null, setDefaultResultOrder: true, setServers: true },
  'dns/promises': { __proto__: null, setDefaultResultOrder: true, setServers: true },
  http: { __proto__: null, setGlobalProxyFromEnv: true, setMaxIdleHTTPParsers: true },
  net: { __proto__: null, setDefaultAutoSelectFamily: true, setDefaultAutoSelectFamilyAttemptTimeout: true },
  perf_hooks: { __proto__: null, PerformanceObserver: true },
  tls: { __proto__: null, setDefaultCACertificates: true },
  v8: { __proto__: null, setFlagsFromString: true, setHeapSnapshotNearHeapLimit: true, writeHeapSnapshot: true },
};

/** Whether a member changes or watches what all packages do. @param {string} name of the builtin @param {string} member */
function isSwitch(name, member) {
  return name in SWITCHES && member in SWITCHES[name];
}

/** @param {BuiltinGrant} grant @param {string} member */
function grantsMember(grant, member) {
  if (hasOwn(grant.withheld, member)) return false;
  return hasOwn(grant.members, member) || (grant.whole && !(grant.declared && isSwitch(grant.name, member)));
}

/**
 * Whether a package may use a global, or a path below `process`. A longer path is covered by a shorter one.
 * @param {Package} pkg
 * @param {string} wanted as `fetch`, `process.exit`, `process.env.HOME`
 */
function grantsGlobal(pkg, wanted) {
  for (let i = 0; i < pkg.denied.length; i++) if (coversGlobal(pkg.denied[i], wanted)) return false;
  if (pkg.trusted) return true;
  for (let i = 0; i < pkg.globals.length; i++) if (coversGlobal(pkg.globals[i], wanted)) return true;
  return false;
}

/** @param {string} text @param {string} wanted */
function coversGlobal(text, wanted) {
  const bare = startsWith(text, 'globalThis.') ? slice(text, 11) : text;
  return bare === wanted || startsWith(wanted, `${bare}.`);
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

module.exports = { SettingsError, readManifest, readGlobals, strayPackage, builtinGrant, grantsMember, grantsGlobal };
