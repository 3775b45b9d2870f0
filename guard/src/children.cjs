'use strict';
// Workers and child Node processes start with the guard too: whatever environment they are given, it holds the
// settings of this one.

const {
  apply, arrayIncludes, arrayPush, construct, defineProperty, Error, fileURLToPath, indexOf, isAbsolute, isArray, isUrl, keysOf, realpathSync,
  realProcess, requireBuiltin, resolvePath, slice, startsWith, syncBuiltinESMExports, urlHref,
} = require('./primordials.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/**
 * @param {object} powers
 * @param {Record<string, string | undefined>} powers.settings the guard's own environment variables
 * @param {Package} powers.application
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {boolean} powers.enforcing
 * @param {() => void} [powers.sourceText] told of each worker that is started from source text; may throw
 */
function newChildren({ settings, application, denials, packageOf, enforcing, sourceText }) {
  /** @type {string[]} */
  const contained = [];

  /** Patches a builtin that starts things, once, before any package sees it. @param {string} name */
  function contain(name) {
    if (arrayIncludes(contained, name)) return;
    arrayPush(contained, name);
    if (name === 'worker_threads') containWorkers(requireBuiltin(name));
    else if (name === 'child_process' || name === 'cluster') containProcesses();
    else return;
    syncBuiltinESMExports();
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
    processesContained = true;
    const real = requireBuiltin('child_process');
    const { prototype } = real.ChildProcess;
    const { spawn } = prototype;
    // stops `spawn(process.execPath, [evil], { env: {} })` from running a Node without the guard
    prototype.spawn = /** @this {any} @param {any} options */ function (options) {
      if (isArray(options?.envPairs)) options = { ...options, envPairs: pairs(options.envPairs) };
      return apply(spawn, this, [options]);
    };
    const synchronous = ['spawnSync', 'execFileSync', 'execSync'];
    for (let i = 0; i < synchronous.length; i++) {
      const name = synchronous[i];
      const original = real[name];
      real[name] = { [name]: (/** @type {any[]} */ ...args) => {
        let at = name !== 'execSync' && isArray(args[1]) ? 2 : 1;
        if (at === 1 && args[1] === undefined && args.length > 2) at = 2;
        args[at] = { ...args[at], env: withGuard(args[at]?.env ?? realProcess.env) };
        return apply(original, real, args);
      } }[name];
    }
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
    const guarded = withGuard(env);
    const names = keysOf(guarded);
    /** @type {string[]} */
    const result = [];
    for (let i = 0; i < names.length; i++) arrayPush(result, `${names[i]}=${guarded[names[i]]}`);
    return result;
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
      // a file of another package would run with that package's authority
      if (!pkg.trusted && script !== undefined && packageOf(script) !== pkg) denials.refuse(pkg, `path:${script}`, 'use');
      // `--require` would run in the worker as if the user had asked for it
      if (!pkg.trusted) delete options.execArgv;
      if (options.env === undefined || options.env === null) options.env = withGuard(realProcess.env);
      else if (typeof options.env === 'object') options.env = withGuard(options.env);
      return construct(Real, [file, options], new.target === Worker ? Real : new.target);
    }
    Worker.prototype = Real.prototype;
    return Worker;
  }

  return { contain, workerFor };
}

/** @typedef {ReturnType<typeof newChildren>} Children */

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
