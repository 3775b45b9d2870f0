'use strict';
// Workers and child Node processes start with the guard too: whatever environment they are given, it holds the
// settings of this one.

const {
  apply, arrayIncludes, arrayPush, bindingOf, construct, defineProperty, Error, fileURLToPath, getOwnPropertyDescriptor, indexOf, isAbsolute, isArray,
  isUrl, keysOf, promisifyCustom, realpathSync, realProcess, requireBuiltin, resolvePath, slice, startsWith, syncBuiltinESMExports, urlHref, WeakMap,
  weakMapHas, weakMapSet,
} = require('./primordials.cjs');
const { refusal } = require('./links.cjs');
const { needRoom } = require('./room.cjs');

/** Where each of these takes its options: behind the file, behind the arguments where there are some. */
const STARTERS = { __proto__: null, exec: 1, execFile: 2, execFileSync: 2, execSync: 1, fork: 2, spawn: 2, spawnSync: 2 };

/** Flags of Node, in both spellings that it takes. */
const UNGUARDED = ['--snapshot-blob', '--snapshot_blob', '--build-snapshot', '--build_snapshot', '--build-snapshot-config', '--build_snapshot_config', '--build-snapshot_config', '--build_snapshot-config'];

/** @typedef {import('./manifest.cjs').Package} Package */

/**
 * @param {object} powers
 * @param {Record<string, string | undefined>} powers.settings the guard's own environment variables
 * @param {Package} powers.application
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {(pkg: Package, owner: Package) => boolean} powers.loadsFor whether a package loads the files of another one that depends on it
 * @param {boolean} powers.enforcing
 * @param {(pkg: Package) => any} powers.childEnvFor the environment of a package's children
 * @param {(flag: string) => void} [powers.startingUnguarded] told of each Node that is started by a flag which leaves out what
 *   NODE_OPTIONS loads; may throw
 * @param {() => void} [powers.sourceText] told of each worker that is started from source text; may throw
 */
function newChildren({ settings, application, denials, packageOf, loadsFor, enforcing, childEnvFor, sourceText, startingUnguarded }) {
  /** @type {string[]} */
  const contained = [];

  const { execve } = realProcess;
  // stops `process.execve(process.execPath, [...], {})` from going on without the guard
  if (execve !== undefined) realProcess.execve = { execve(/** @type {any} */ file, /** @type {any} */ args, /** @type {any} */ env) {
    asksArguments(args);
    return apply(execve, realProcess, [file, args, withGuard(env ?? realProcess.env)]);
  } }.execve;

  /** Whatever program it is: the name says little, and no other takes these. @param {any} args */
  function asksArguments(args) {
    if (startingUnguarded === undefined || !isArray(args)) return;
    for (let i = 0; i < args.length; i++) {
      const word = `${args[i]}`;
      const at = indexOf(word, '=');
      const flag = at < 0 ? word : slice(word, 0, at);
      // a snapshot is run, and made, before anything is loaded
      if (arrayIncludes(UNGUARDED, flag)) startingUnguarded(flag);
    }
  }

  /** Patches a builtin that starts things, once, before any package sees it. @param {string} name */
  function contain(name) {
    if (arrayIncludes(contained, name)) return;
    if (name === 'worker_threads' || name === 'child_process' || name === 'cluster') {
      // stops `require('worker_threads')` at the bottom of a recursion, after which the application's own workers were not contained
      needRoom();
      if (name === 'worker_threads') containWorkers(requireBuiltin(name));
      else containProcesses();
      syncBuiltinESMExports();
    }
    arrayPush(contained, name);
  }

  /** @param {any} threads */
  function containWorkers(threads) {
    const { Worker } = threads;
    threads.Worker = workerFor(application);
    // stops `worker.constructor`, the real one, from starting a thread past the checks
    defineProperty(Worker.prototype, 'constructor', {
      __proto__: null, value: enforcing ? undefined : threads.Worker, writable: false, configurable: false,
    });
  }

  /** The environment with the guard's settings, whatever it said. @param {Record<string, any>} env */
  function withGuard(env) {
    /** @type {Record<string, any>} */
    const result = { ...env };
    const names = keysOf(settings);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (name === 'NODE_OPTIONS') result[name] = guardedOptions(result[name]);
      else if (settings[name] === undefined) delete result[name];
      else result[name] = settings[name];
    }
    return result;
  }

  /** @param {unknown} options */
  function guardedOptions(options) {
    const ours = settings.NODE_OPTIONS ?? '';
    if (options === undefined || options === '' || options === ours) return ours;
    return startsWith(`${options}`, ours) ? `${options}` : `${ours} ${options}`;
  }

  let processesContained = false;

  function containProcesses() {
    if (processesContained) return;
    const real = requireBuiltin('child_process');
    const { prototype } = real.ChildProcess;
    const { spawn } = prototype;
    // stops `spawn(process.execPath, [evil], { env: {} })` from running a Node without the guard
    prototype.spawn = /** @this {any} @param {any} options */ function (options) {
      asksArguments(options?.args);
      // Without pairs Node gives none. Stops `new ChildProcess().spawn({ file })` of a package from showing it all of the environment
      if (typeof options === 'object' && options !== null) options = { ...options, envPairs: pairs(isArray(options.envPairs) ? options.envPairs : []) };
      return apply(spawn, this, [options]);
    };
    limitHandle(bindingOf('process_wrap').Process.prototype);
    const synchronous = ['spawnSync', 'execFileSync', 'execSync'];
    for (let i = 0; i < synchronous.length; i++) {
      const name = synchronous[i];
      const original = real[name];
      real[name] = { [name]: (/** @type {any[]} */ ...args) => {
        let at = name !== 'execSync' && isArray(args[1]) ? 2 : 1;
        if (at === 1 && args[1] === undefined && args.length > 2) at = 2;
        asksArguments(args[1]);
        args[at] = { ...args[at], env: withGuard(args[at]?.env ?? realProcess.env) };
        return apply(original, real, args);
      } }[name];
    }
    processesContained = true;
  }

  /**
   * Node starts one program by each object.
   * @param {any} prototype of the handles of processes
   */
  function limitHandle(prototype) {
    const { spawn } = prototype;
    const started = new WeakMap();
    prototype.spawn = { spawn(/** @type {any[]} */ ...args) {
      // stops `child.spawn({ file: '/bin/sh', … })` and `child._handle.spawn(…)` from a package that was handed a child
      if (weakMapHas(started, this)) throw refusal('child.spawn', 'a child process starts once; require `child_process`');
      weakMapSet(started, this, true);
      return apply(spawn, this, args);
    } }.spawn;
  }

  /** @param {string[]} envPairs */
  function pairs(envPairs) {
    /** @type {Record<string, any>} */
    const env = { __proto__: null };
    for (let i = 0; i < envPairs.length; i++) {
      // Windows has names that begin with `=`
      const at = indexOf(envPairs[i], '=', 1);
      if (at > 0) env[slice(envPairs[i], 0, at)] = slice(envPairs[i], at + 1);
    }
    return pairsOf(withGuard(env));
  }

  /**
   * What of `child_process` a package gets: programs that it starts see its view of the environment.
   * @param {Package} pkg @param {string} key @param {any} original
   */
  function processMember(pkg, key, original) {
    const at = /** @type {any} */ (STARTERS)[key];
    if (at === undefined || !enforcing) return undefined;
    const started = starter(pkg, key, original, at);
    const promised = getOwnPropertyDescriptor(original, promisifyCustom);
    if (promised !== undefined) defineProperty(started, promisifyCustom, { __proto__: null, value: starter(pkg, key, promised.value, at) });
    return started;
  }

  /** @param {Package} pkg @param {string} key @param {any} original @param {number} last */
  function starter(pkg, key, original, last) {
    return { [key]: (/** @type {any[]} */ ...args) => {
      let at = last;
      if (at === 2 && !isArray(args[1]) && args[1] !== undefined && args[1] !== null) at = 1;
      const given = args[at];
      if (typeof given === 'function') {
        // a callback follows where the options are left out
        const all = [args[0]];
        for (let i = 1; i < args.length; i++) {
          if (i === at) arrayPush(all, { env: childEnvFor(pkg) });
          arrayPush(all, args[i]);
        }
        return apply(original, undefined, all);
      }
      // What is no object Node refuses in its own words. It takes what the options own: stops `Object.create({ env: {} })` and
      // `{ get env() {…} }`, which say one thing here and nothing to Node, and nothing is the whole environment
      if (given === undefined || given === null || typeof given === 'object') {
        const options = { ...given };
        options.env ??= childEnvFor(pkg);
        args[at] = options;
      }
      return apply(original, undefined, args);
    } }[key];
  }

  /** A `Worker` whose thread is contained. @param {Package} pkg the package that gets it */
  function workerFor(pkg) {
    const { Worker: Real } = requireBuiltin('worker_threads');
    /** @param {any} file @param {any} given */
    function Worker(file, given) {
      if (new.target === undefined) throw new Error('Worker cannot be called without `new`');
      const options = { ...given };
      const script = scriptOf(file);
      if (sourceText !== undefined && (options.eval || isDataUrl(file))) sourceText();
      // source text as a worker bypasses the manifest: no digest, no package
      if (enforcing && (options.eval || script === undefined)) {
        denials.refuse(pkg, 'path:(source text of a worker)', 'use');
      }
      // a file of another package would run with that package's authority; a pool of workers (workerpool) may run what it
      // may require
      if (!pkg.trusted && script !== undefined && !isOwn(pkg, script)) denials.refuse(pkg, `path:${script}`, 'use');
      // `--require` would run in the worker as if the user had asked for it
      if (!pkg.trusted) delete options.execArgv;
      // stops a worker from changing the environment of everybody
      if (enforcing && !pkg.trusted && typeof options.env === 'symbol' && !arrayIncludes(pkg.builtins, 'worker_threads.SHARE_ENV')) {
        denials.refuse(pkg, 'worker_threads.SHARE_ENV', 'use');
      }
      if (options.env === undefined || options.env === null) options.env = withGuard(pkg.trusted || !enforcing ? realProcess.env : childEnvFor(pkg));
      else if (typeof options.env === 'object') options.env = withGuard(options.env);
      return construct(Real, [file, options], new.target === Worker ? Real : new.target);
    }
    Worker.prototype = Real.prototype;
    return Worker;
  }

  /** @param {Package} pkg @param {string} script */
  function isOwn(pkg, script) {
    const owner = packageOf(script);
    return owner === pkg || (owner !== undefined && loadsFor(pkg, owner));
  }

  return { contain, processMember, workerFor };
}

/** @typedef {ReturnType<typeof newChildren>} Children */

/** @param {Record<string, any>} env */
function pairsOf(env) {
  const names = keysOf(env);
  /** @type {string[]} */
  const result = [];
  for (let i = 0; i < names.length; i++) arrayPush(result, `${names[i]}=${env[names[i]]}`);
  return result;
}

/** @param {any} file */
function isDataUrl(file) {
  return isUrl(file) ? startsWith(urlHref(file), 'data:') : typeof file === 'string' && startsWith(file, 'data:');
}

/** The real path of a worker's script; undefined for source text and `data:`. @param {any} file */
function scriptOf(file) {
  try {
    if (isUrl(file)) return realpathSync(fileURLToPath(file));
    if (typeof file !== 'string') return undefined;
    return realpathSync(isAbsolute(file) ? file : resolvePath(file));
  } catch {
    return undefined;
  }
}

module.exports = { newChildren };
