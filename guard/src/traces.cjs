'use strict';
// Stack traces: what a package sees of them, and who formats whose.
//
// `Error.prepareStackTrace` (depd, callsites, source-map-support need it) is a setting of each package: it formats the
// stacks that the package's own code asks for first. The application, and packages with the capability
// `Error.prepareStackTrace`, share one more, which also formats errors that the application made or asks for; so source
// maps work. No setting ever formats what another package asks for of a package's error.

const {
  apply, arrayPush, captureStackTrace, create, defineProperty, Error, fileNameOf, formatStackTrace, getOwnPropertyDescriptor, getPrototypeOf, ownKeys,
  fileURLToPath, isAbsolute, realGlobal, startsWith, WeakMap, weakMapGet, weakMapSet,
} = require('./primordials.cjs');
const { callerFile, isCalledByFormatting, isOfGuard } = require('./caller.cjs');
const { grantsGlobal } = require('./grants.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/** @type {(file: string) => Package | undefined} */
let packageOf = () => undefined;
/** The setting of the application and of those with the capability. @type {any} */
let shared;
/** The settings of the other packages. */
const own = new WeakMap();
/** How many there are, shared and own: while there is none, nothing of this costs anything. */
let settings = 0;
/** While the guard itself looks at the stack. */
let looking = false;

/**
 * Takes over `Error.prepareStackTrace`.
 * @returns {object} the prototype of call sites
 */
function containStackTraces() {
  const raw = frames(1);
  /** @type {any} */
  const prototype = getPrototypeOf(raw[0]);
  const methods = ownKeys(prototype);
  for (let i = 0; i < methods.length; i++) {
    const key = methods[i];
    if (key === 'constructor' || typeof key !== 'string') continue;
    const method = prototype[key];
    if (typeof method !== 'function') continue;
    // stops call sites from handing out `this` and functions of other packages' frames (GHSA-v27g)
    const silent = key === 'getThis' || key === 'getFunction';
    defineProperty(SafeSite, key, {
      __proto__: null, configurable: true, enumerable: false, writable: true,
      value: silent ? () => undefined : /** @this {any} */ function () {
        const site = weakMapGet(sitesOf, this);
        return site === undefined ? undefined : apply(method, site, []);
      },
    });
  }
  defineProperty(realGlobal.Error, 'prepareStackTrace', {
    __proto__: null, configurable: false, enumerable: false,
    get: () => {
      if (looking) return keepSites;
      if (settings === 0) return formatStackTrace;
      if (isCalledByFormatting()) return format;
      return settingOf(asker()) ?? formatStackTrace;
    },
    set: (/** @type {unknown} */ next) => {
      const formatter = typeof next === 'function' && next !== formatStackTrace ? next : undefined;
      const pkg = asker();
      if (pkg === undefined) return;
      settings += (formatter === undefined ? 0 : 1) - (settingOf(pkg) === undefined ? 0 : 1);
      if (shares(pkg)) shared = formatter;
      else weakMapSet(own, pkg, formatter);
    },
  });
  return SafeSite;
}

/** The package whose code runs. */
function asker() {
  const file = callerFile(true);
  return file === undefined ? undefined : packageOf(file);
}

/** @param {Package | undefined} pkg */
function shares(pkg) {
  return pkg !== undefined && (pkg.trusted || grantsGlobal(pkg, 'Error.prepareStackTrace'));
}

/** @param {Package | undefined} pkg */
function settingOf(pkg) {
  if (pkg === undefined) return undefined;
  return shares(pkg) ? shared : weakMapGet(own, pkg);
}

/** What Node calls. @param {any} error @param {any[]} sites */
function format(error, sites) {
  const pkg = asker();
  const formatter = settingOf(pkg) ?? (pkg === undefined || madeByTrusted(sites) ? shared : undefined);
  if (formatter === undefined) return formatStackTrace(error, sites);
  /** @type {any[]} */
  const safe = [];
  for (let i = 0; i < sites.length; i++) {
    const name = fileNameOf(sites[i]);
    if (typeof name !== 'string' || !isOfGuard(name)) arrayPush(safe, safeSite(sites[i]));
  }
  return apply(formatter, realGlobal.Error, [error, safe]);
}

/** Whether the application's code, or other code that may do everything, made the error. @param {any[]} sites */
function madeByTrusted(sites) {
  if (shared === undefined) return false;
  for (let i = 0; i < sites.length; i++) {
    const name = fileNameOf(sites[i]);
    if (typeof name !== 'string' || name === '' || startsWith(name, 'node:') || isOfGuard(name)) continue;
    const file = startsWith(name, 'file:') ? fileURLToPath(name) : name;
    return isAbsolute(file) && packageOf(file)?.trusted === true;
  }
  return false;
}

const sitesOf = new WeakMap();
/** @type {any} */
const SafeSite = {};

/** @param {any} site */
function safeSite(site) {
  const safe = create(SafeSite);
  weakMapSet(sitesOf, safe, site);
  return safe;
}

/** @param {unknown} _error @param {any[]} sites */
function keepSites(_error, sites) {
  return sites;
}

/**
 * The call sites of the current stack, without this function's own frame.
 * @param {number} limit
 * @returns {any[]}
 */
function frames(limit) {
  const holder = create(null);
  const { stackTraceLimit } = Error;
  const contained = getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.set !== undefined;
  Error.stackTraceLimit = limit;
  if (contained) looking = true;
  else defineProperty(Error, 'prepareStackTrace', { __proto__: null, value: keepSites, configurable: true });
  // no calls at the end: stops a package that has this fail for want of stack, and is then given the call sites of others
  try {
    captureStackTrace(holder, frames);
    return holder.stack;
  } finally {
    looking = false;
    Error.stackTraceLimit = stackTraceLimit;
    if (!contained) defineProperty(Error, 'prepareStackTrace', { __proto__: null, value: formatStackTrace, writable: true, configurable: true });
  }
}

/** @param {(file: string) => Package | undefined} given */
function knowPackages(given) {
  packageOf = given;
}

module.exports = { containStackTraces, frames, knowPackages, safeSite };
