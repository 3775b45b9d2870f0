'use strict';
// A package's own view of each builtin module: an object (or function) with the granted members. The package may
// patch its own view; nobody else sees that.

const {
  apply, arrayIncludes, construct, create, defineProperty, deleteProperty, Error, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, includes, keysOf, ObjectPrototype, ownKeys,
  realGlobal, realProcess, reflectGet, requireBuiltin, slice, startsWith,
} = require('./primordials.cjs');
const { builtinGrant, closedMember, grantsMember } = require('./grants.cjs');
const { agentFor, requestClassFor, requestFor } = require('./agents.cjs');
const { copyOfTable } = require('./tables.cjs');
const { performanceFor } = require('./performance.cjs');
const { newPrinting } = require('./printing.cjs');
const { channelMemberFor } = require('./channels.cjs');
const { loadingMember, ownLoad } = require('./loading.cjs');
const { needRoom } = require('./room.cjs');
const { limitScripts } = require('./scripts.cjs');
const { emitterMethods } = require('./clusters.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/** Members that are a builtin module themselves: they lead to the view of that module, never to the real one. */
/** @type {Record<string, Record<string, string>>} */
const ALIASES = {
  assert: { strict: 'assert/strict' },
  'assert/strict': { strict: 'assert/strict' },
  dns: { promises: 'dns/promises' },
  events: { EventEmitter: 'events' },
  fs: { promises: 'fs/promises' },
  module: { Module: 'module' },
  path: { posix: 'path/posix', win32: 'path/win32' },
  'path/posix': { posix: 'path/posix', win32: 'path/win32' },
  'path/win32': { posix: 'path/posix', win32: 'path/win32' },
  readline: { promises: 'readline/promises' },
  stream: { Stream: 'stream', promises: 'stream/promises' },
  sys: { types: 'util/types' },
  timers: { promises: 'timers/promises' },
  util: { types: 'util/types' },
};

// What of `node:module` a package may have at all: the rest patches the loader for everybody (CVE-2023-32002,
// CVE-2023-32006; `registerHooks`, `Module.prototype._compile`) and is the application's alone. `_extensions` is a package's
// own, and loads nothing.
const MODULE_MEMBERS = {
  __proto__: null, builtinModules: true, constants: true, createRequire: true, enableCompileCache: true, findPackageJSON: true,
  findSourceMap: true, flushCompileCache: true, getCompileCacheDir: true, getSourceMapsSupport: true, isBuiltin: true, SourceMap: true,
  stripTypeScriptTypes: true, syncBuiltinESMExports: true, wrap: true, wrapper: true, _extensions: true, _load: true, _nodeModulePaths: true, _resolveFilename: true,
};

const LOADER = 'it changes the loader of all packages, which is the application\'s alone';

/**
 * @param {object} powers
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {boolean} powers.enforcing
 * @param {(pkg: Package) => any} powers.processFor
 * @param {import('./children.cjs').Children} powers.children
 * @param {ReturnType<import('./hosts.cjs').newHosts>} powers.hosts
 * @param {ReturnType<import('./vm.cjs').newVm>} powers.vm
 * @param {boolean} powers.limitsScripts whether the manifest does not say that trusted code uses `vm`
 * @param {() => import('./cjs.cjs').Loader} powers.loader
 * @param {import('./patches.cjs').Patches | undefined} powers.patches
 */
function newBuiltins({ denials, enforcing, processFor, children, hosts, vm: { vmMember }, limitsScripts, loader: loaderOf, patches }) {
  /**
   * What `require(name)` gives a package.
   * @param {Package} pkg
   * @param {string} specifier with or without `node:`
   * @param {import('./denial.cjs').Action} [action]
   * @param {import('./denial.cjs').Hints} [hints]
   * @throws {Error} `ERR_AMBIT_DENIED` when nothing of it is granted
   */
  function builtin(pkg, specifier, action = 'require', hints = {}) {
    const name = startsWith(specifier, 'node:') ? slice(specifier, 5) : specifier;
    if (name === 'process') return processFor(pkg);
    const grant = builtinGrant(pkg, name);
    // stops a package from loading a builtin that nobody granted it
    if (grant === undefined) denials.refuse(pkg, name, action, hints);
    if (name === 'punycode' && action === 'require') withoutWarning(pkg, () => open(name));
    else open(name);
    if (pkg.trusted && pkg.denied.length === 0 && pkg.patches.length === 0 && (name !== 'module' || pkg.authority === 'own')) return real(name);
    const key = `builtin:${name}`;
    return pkg.facades[key] ??= build(pkg, name, grant ?? { name, declared: false, whole: true, members: create(null), withheld: create(null) });
  }

  /**
   * Node warns of `punycode` where code outside of `node_modules` requires it, and would find the guard's own file to do so
   * (tr46, below node-fetch and jsdom).
   * @param {Package} pkg @param {() => void} load
   */
  function withoutWarning(pkg, load) {
    const before = realProcess.noDeprecation;
    if (!includes(pkg.root, 'node_modules') || before === true) return load();
    realProcess.noDeprecation = true;
    try {
      load();
    } finally {
      if (before === undefined) deleteProperty(realProcess, 'noDeprecation');
      else realProcess.noDeprecation = before;
    }
  }

  const opened = create(null);

  /** Closes a builtin before anybody sees it. @param {string} name */
  function open(name) {
    if (name in opened) return;
    needRoom();
    children.contain(name);
    if (name === 'vm' && limitsScripts) limitScripts(requireBuiltin('vm'));
    hosts.close(name);
    if (name === 'module') {
      const { containModule } = loaderOf();
      containModule();
    }
    opened[name] = true;
  }

  /** @param {string} name */
  function real(name) {
    if (name === 'events') return hosts.emitter;
    const found = requireBuiltin(`node:${name}`) ?? requireBuiltin(name);
    if (found === undefined) throw new Error(`the builtin \`${name}\` does not exist in this Node`);
    return found;
  }

  /** @param {Package} pkg @param {string} name @param {import('./grants.cjs').BuiltinGrant} grant */
  function build(pkg, name, grant) {
    const original = real(name);
    // `cluster` is an event emitter whose methods need it as `this`
    if (name === 'cluster' && grant.whole) return original;
    const facade = typeof original === 'function'
      ? callable(pkg, name, grant, original) : create(getPrototypeOf(original) === null ? null : ObjectPrototype);
    pkg.facades[`builtin:${name}`] = facade;
    let seen = facade;
    let whole = false;
    try {
      fill(pkg, name, grant, original, facade);
      seen = patches?.viewFor(pkg, name, facade) ?? facade;
      whole = true;
    } finally {
      // what failed for want of stack is not what the package has from then on
      if (!whole) delete pkg.facades[`builtin:${name}`];
    }
    return seen;
  }

  /** @param {Package} pkg @param {string} name @param {import('./grants.cjs').BuiltinGrant} grant @param {any} original @param {any} facade */
  function fill(pkg, name, grant, original, facade) {
    const keys = ownKeys(original);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      // symbols of builtins are Node's own wiring, such as `stream[Symbol(kFs)]`
      if (typeof key !== 'string' || isOfFunction(original, key)) continue;
      // stops `require('console')._stdout.write = …`, which would be handed what everybody prints
      if (name === 'console' && key[0] === '_' && !pkg.trusted) continue;
      const d = /** @type {PropertyDescriptor} */ (getOwnPropertyDescriptor(original, key));
      defineProperty(facade, key, member(pkg, name, key, grant, original, facade, d));
    }
    if (name === 'cluster') {
      const methods = emitterMethods(original, facade);
      for (let i = 0; i < methods.length; i++) defineProperty(facade, methods[i].key, member(pkg, name, methods[i].key, grant, original, facade, methods[i]));
    }
    // `stream` has it from `events`, whose class it extends
    if (name === 'stream' && grant.whole && !hasOwn(facade, 'EventEmitter')) {
      const wholeOf = () => ({ name: 'events', declared: !pkg.trusted, whole: true, members: create(null), withheld: create(null) });
      defineProperty(facade, 'EventEmitter', lazy(facade, 'EventEmitter', false, () => (
        builtinGrant(pkg, 'events') !== undefined || arrayIncludes(pkg.denied, 'events') ? builtin(pkg, 'events') : build(pkg, 'events', wholeOf()))));
    }
  }

  /**
   * @param {Package} pkg @param {string} name @param {string} key @param {import('./grants.cjs').BuiltinGrant} grant
   * @param {any} original @param {any} facade @param {PropertyDescriptor} d
   * @returns {any}
   */
  function member(pkg, name, key, grant, original, facade, d) {
    const alias = hasOwn(ALIASES, name) && hasOwn(ALIASES[name], key) ? ALIASES[name][key] : undefined;
    if (alias === name) return data(facade, d.enumerable);
    if (alias !== undefined && builtinGrant(pkg, alias) !== undefined) {
      return lazy(facade, key, d.enumerable, () => builtin(pkg, alias));
    }
    const closed = closedFor(pkg, name, key);
    if (alias === undefined && grantsMember(grant, key) && closed === undefined) {
      if (key === 'globalAgent') return lazy(facade, key, d.enumerable, () => agentFor(pkg, name), (agent) => { pkg.facades[`agent:${name}`] = agent; });
      if (name === 'module' && key === '_load' && pkg.authority !== 'own') return ownLoad(pkg, loaderOf(), denials);
      const replaced = replacement(pkg, name, key, d);
      if (replaced !== undefined) return data(replaced, d.enumerable);
      return 'value' in d ? data((pkg.trusted ? undefined : copyOfTable(d.value)) ?? d.value, d.enumerable) : lazy(facade, key, d.enumerable, () => shown(reflectGet(original, key)));
    }
    return lazy(facade, key, false, () => {
      denials.report(pkg, alias ?? `${name}.${key}`, 'use', { closed });
      return enforcing ? undefined : reflectGet(original, key);
    });
  }

  /** `crypto.subtle`, which Node makes when somebody asks. @param {any} value */
  function shown(value) {
    hosts.closeShown(value);
    return value;
  }

  const channelMember = channelMemberFor((pkg) => denials.refuse(pkg, 'diagnostics_channel.subscribe', 'use'));

  /** Members that would lead around the guard. @param {Package} pkg @param {string} name @param {string} key @param {PropertyDescriptor} d */
  function replacement(pkg, name, key, d) {
    const loader = loaderOf();
    if ((name === 'http' || name === 'https') && (key === 'request' || key === 'get')) return requestFor(pkg, name, key, d.value);
    if (key === 'ClientRequest' && !pkg.trusted) return requestClassFor(pkg, d.value);
    if (name === 'diagnostics_channel' && !pkg.trusted && !named(pkg, 'diagnostics_channel.subscribe')) return channelMember(pkg, key, d.value);
    if (name === 'perf_hooks' && key === 'performance' && !pkg.trusted) return performanceFor(pkg);
    if ((name === 'util' || name === 'sys') && (key === 'inspect' || key === 'format' || key === 'formatWithOptions') && !pkg.trusted) {
      return (pkg.facades.printing ??= newPrinting(requireBuiltin('util')))[key];
    }
    // the global ones are stand-ins already
    if (name === 'timers' && typeof realGlobal[key] === 'function') return realGlobal[key];
    if (name === 'worker_threads' && key === 'Worker') return children.workerFor(pkg);
    if (name === 'child_process' && !pkg.trusted) return children.processMember(pkg, key, d.value);
    if (name === 'vm' && !pkg.trusted) return vmMember(pkg, key, d.value);
    if (name === 'module' && pkg.authority !== 'own') return loadingMember(pkg, key, real(name), loader, () => patches?.sync(pkg));
    if (name === 'module' && key === 'createRequire') return loader.createRequireFor(pkg);
    return undefined;
  }

  /**
   * A function that stands for a builtin that is one: `events`, `stream`, `assert`. It shares the prototype, so that
   * `instanceof`, `class extends` and `util.inherits` work.
   * @param {Package} pkg @param {string} name @param {import('./grants.cjs').BuiltinGrant} grant @param {any} original
   */
  function callable(pkg, name, grant, original) {
    const closed = name === 'module' && pkg.authority !== 'own';
    const self = hasOwn(ALIASES, name) ? keysOf(ALIASES[name]) : [];
    let may = grant.whole && !closed;
    for (let i = 0; i < self.length; i++) if (ALIASES[name][self[i]] === name && hasOwn(grant.members, self[i])) may = !closed;
    /** @this {any} @param {any[]} args */
    const facade = function (...args) {
      if (!may) denials.refuse(pkg, name, 'use', closed ? { closed: LOADER } : {});
      if (new.target === undefined) return apply(original, this, args);
      return construct(original, args, new.target === facade ? original : new.target);
    };
    // the prototype of `Module` has `_compile`, `load` and `require`
    facade.prototype = closed ? create(ObjectPrototype) : original.prototype;
    defineProperty(facade, 'name', { __proto__: null, value: original.name, configurable: true });
    defineProperty(facade, 'length', { __proto__: null, value: original.length, configurable: true });
    return facade;
  }

  /**
   * The names under which an ES module can import the members of a builtin, and whether each is granted.
   * @param {Package} pkg @param {string} specifier
   */
  function exportNames(pkg, specifier) {
    const name = startsWith(specifier, 'node:') ? slice(specifier, 5) : specifier;
    return keysOf(name === 'process' ? processFor(pkg) : real(name));
  }

  /** Whether a member of a builtin may be used. @param {Package} pkg @param {string} name @param {string} key */
  function mayUse(pkg, name, key) {
    if (name === 'process') return true;
    const alias = hasOwn(ALIASES, name) && hasOwn(ALIASES[name], key) ? ALIASES[name][key] : undefined;
    if (alias === name) return true;
    if (alias !== undefined) return builtinGrant(pkg, alias) !== undefined;
    const grant = builtinGrant(pkg, name);
    if (closedFor(pkg, name, key) !== undefined) return false;
    return grant !== undefined && grantsMember(grant, key);
  }

  /** Why no grant gives a member of a builtin, undefined where one does. @param {Package} pkg @param {string} name @param {string} key */
  function closedFor(pkg, name, key) {
    if (name === 'module') return !(key in MODULE_MEMBERS) && pkg.authority !== 'own' ? LOADER : undefined;
    return pkg.trusted ? undefined : closedMember(name, key);
  }

  /** The real member, for observe mode, where nothing is denied. @param {string} name @param {string} key */
  function unreported(name, key) {
    return real(name)[key];
  }

  return { builtin, closedFor, exportNames, mayUse, unreported };
}

/** @param {Package} pkg @param {string} capability */
function named(pkg, capability) {
  return arrayIncludes(pkg.builtins, capability);
}

/** @param {any} value @param {boolean | undefined} enumerable */
function data(value, enumerable) {
  return { __proto__: null, value, enumerable, writable: true, configurable: true };
}

/**
 * @param {any} facade @param {string} key @param {boolean | undefined} enumerable @param {() => any} get
 * @param {(value: any) => void} [set] otherwise the value becomes the facade's own
 */
function lazy(facade, key, enumerable, get, set = (value) => defineProperty(facade, key, data(value, true))) {
  return { __proto__: null, configurable: true, enumerable, get, set };
}

/** @param {any} original @param {string} key */
function isOfFunction(original, key) {
  return typeof original === 'function'
    && (key === 'prototype' || key === 'length' || key === 'name' || key === 'caller' || key === 'arguments');
}

module.exports = { newBuiltins };
