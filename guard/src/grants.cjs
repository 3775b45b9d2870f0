'use strict';
// What the capability texts of a package allow: of a builtin, of its members, of a global.

const { create, hasOwn, indexOf, slice, startsWith } = require('./primordials.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {{ name: string, declared: boolean, whole: boolean, members: Record<string, true>, withheld: Record<string, true> }} BuiltinGrant
 *   `whole` gives every member but the `withheld` ones and, to a `declared` package, the switches; otherwise only `members`
 */

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
  os: { __proto__: null, setPriority: true },
  perf_hooks: { __proto__: null, PerformanceObserver: true },
  tls: { __proto__: null, setDefaultCACertificates: true },
  // a heap snapshot holds the strings of everybody, the hooks of promises are handed each promise
  v8: {
    __proto__: null, getHeapSnapshot: true, promiseHooks: true, queryObjects: true, setFlagsFromString: true, setHeapSnapshotNearHeapLimit: true,
    startupSnapshot: true, startCpuProfile: true, startHeapProfile: true, takeCoverage: true, stopCoverage: true, writeHeapSnapshot: true,
  },
  worker_threads: { __proto__: null, SHARE_ENV: true, getEnvironmentData: true, setEnvironmentData: true },
};

const LINKS = 'what it puts into the list of timers is a link to the timers of others';

/** Members that no grant gives, and why. @type {Record<string, any>} */
const CLOSED = {
  __proto__: null,
  timers: { __proto__: null, _unrefActive: LINKS, active: LINKS, enroll: LINKS, unenroll: LINKS },
};

/** Why no grant gives a member of a builtin, undefined where one does. @param {string} name of the builtin @param {string} member @returns {string | undefined} */
function closedMember(name, member) {
  return name in CLOSED ? CLOSED[name][member] : undefined;
}

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

module.exports = { builtinGrant, closedMember, grantsMember, grantsGlobal };
