'use strict';
// What Node would load or run past the hook that judges files: threads of module loaders, code that V8 kept from another run,
// native libraries that a builtin opens by name.

const {
  apply, arrayIncludes, Error, fs, includes, Module, realpathSync, realProcess, requireBuiltin, resolvePath, split, startsWith,
} = require('./primordials.cjs');
const { loadCopy } = require('./addons.cjs');
const { nameOf } = require('./flags.cjs');

const { existsSync } = fs;

/** @typedef {import('./integrity.cjs').Integrity} Integrity */

const LOADER_FLAGS = ['--experimental-loader', '--loader'];
const THREAD = 'runs files in a thread where nobody judges them; use `registerHooks` of `node:module`';
const DISABLED = 3;
const SUFFIX = realProcess.platform === 'darwin' ? '.dylib' : realProcess.platform === 'win32' ? '.dll' : '.so';

/**
 * Refuses a process that was started with any of these, and closes those that need no builtin.
 * @param {Integrity} integrity which judges files
 */
function refuseUnjudged(integrity) {
  // Node 22 starts the guard in the loaders' thread as in any other; since 24 it does not
  if (!startsWith(realProcess.version, 'v22.')) {
    const { env, execArgv } = realProcess;
    const options = split(env.NODE_OPTIONS ?? '', ' ');
    // stops `fork(signed, { execArgv: ['--experimental-loader', './unsigned.mjs'] })`, and a worker with that flag
    for (let i = 0; i < execArgv.length; i++) refuseLoader(execArgv[i]);
    for (let i = 0; i < options.length; i++) refuseLoader(options[i]);
    const { register } = Module;
    // stops `module.register('./unsigned.mjs')`
    if (register !== undefined) Module.register = { register(/** @type {any[]} */ ...args) {
      integrity.unjudged('`module.register`', THREAD);
      return apply(register, Module, args);
    } }.register;
  }
  /** @param {string} word */
  function refuseLoader(word) {
    const name = nameOf(word);
    if (arrayIncludes(LOADER_FLAGS, name)) integrity.unjudged(`\`${name}\``, THREAD);
  }
  if (!integrity.refusing) return;
  // stops bytecode that somebody wrote into the folder of NODE_COMPILE_CACHE: Node checks it by CRC-32, V8 by the length of
  // the source, so that it runs in place of a signed file
  const { getCompileCacheDir } = Module;
  if (getCompileCacheDir !== undefined && getCompileCacheDir() !== undefined) integrity.unjudged('NODE_COMPILE_CACHE', 'is a folder of code that nobody judges; unset it');
  if (Module.enableCompileCache !== undefined) Module.enableCompileCache = function enableCompileCache() {
    return { status: DISABLED, message: 'only signed code runs' };
  };
}

/**
 * Native libraries that these builtins open are judged, and loaded from a private copy as addons are.
 * @param {string} builtin without `node:` @param {(file: string) => Buffer} judged reads and judges a file
 * @param {boolean} refusing whether what is not as signed is refused
 */
function judgeLibraries(builtin, judged, refusing) {
  if (!arrayIncludes(OPENERS, builtin)) return;
  // some have no name without it
  const module = requireBuiltin(`node:${builtin}`);
  const holder = builtin === 'sqlite' ? module.DatabaseSync.prototype : module;
  const member = builtin === 'sqlite' ? 'loadExtension' : 'setEngine';
  const original = holder[member];
  // not every line has it
  if (original === undefined) return;
  holder[member] = { [member](/** @type {any[]} */ ...args) {
    const file = libraryAt(`${args[0]}`);
    const bytes = judged(file);
    if (!refusing) return apply(original, this, args);
    return loadCopy(file, bytes, judged, (copy) => {
      args[0] = copy;
      return apply(original, this, args);
    });
  } }[member];
}

/** Builtins that open native libraries. */
const OPENERS = ['crypto', 'sqlite'];

/** The file that a name means; the system would look for one without a folder in places of its own. @param {string} name */
function libraryAt(name) {
  if (!includes(name, '/') && !includes(name, '\\')) throw new Error(`cannot judge the library \`${name}\`; name it by its path`);
  const file = resolvePath(name);
  return realpathSync(existsSync(file) ? file : file + SUFFIX);
}

module.exports = { judgeLibraries, refuseUnjudged };
