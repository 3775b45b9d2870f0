'use strict';
// Integrity without containment: Node's own loaders, with each file read once here, judged, and handed on as it was judged.

const {
  apply, arrayIncludes, dlopen, endsWith, fileURLToPath, keysOf, Map, mapGet, mapSet, Module, ModulePrototype, realpathSync,
  realProcess, registerHooks, resolvePath, slice, startsWith, utf8Slice,
} = require('./primordials.cjs');
const { loadAddon } = require('./addons.cjs');
const { newChildren } = require('./children.cjs');
const { closeDoors, refuseDoors, refuseOtherText } = require('./interactive.cjs');
const { sourcesOf } = require('./sources.cjs');
const { judgeLibraries, refuseUnjudged } = require('./unjudged.cjs');

/** @typedef {import('./integrity.cjs').Integrity} Integrity */

/**
 * Puts the process under the list of signed files.
 * @param {Integrity} integrity
 * @param {Record<string, string | undefined>} settings the guard's own environment variables, which children get too
 */
function enforceIntegrity(integrity, settings) {
  refuseDoors(integrity);
  const { AMBIT_EXEC_CHECK: kernel } = settings;
  // every file has to pass somebody, a catalog or the kernel
  const judging = integrity.checking || (kernel !== undefined && kernel !== '');
  // stands for all code: without containment there are no packages
  const everybody = /** @type {any} */ ({ trusted: true, index: 0 });
  const children = newChildren({
    // a child would refuse to start with that folder
    settings: integrity.refusing ? { ...settings, NODE_COMPILE_CACHE: undefined } : settings,
    startingUnguarded: judging ? (flag) => integrity.unjudged(`\`${flag}\``, 'starts Node without the guard; leave it out') : undefined, application: everybody, denials: /** @type {any} */ (undefined), packageOf: () => everybody, loadsFor: () => true,
    enforcing: false, childEnvFor: () => realProcess.env,
    sourceText: integrity.interactive === 'allowed' ? undefined : () => integrity.block('source text of a worker'),
  });
  if (judging) refuseUnjudged(integrity);
  const { read } = sourcesOf(settings, integrity.kernelRefused);
  /** @param {string} file absolute real path */
  const judged = (file) => {
    const bytes = read(file);
    integrity.check(file, bytes);
    return bytes;
  };
  /** The text of each file as it was judged. Kept only where somebody asks. */
  const texts = integrity.sourceTextOnly ? new Map() : undefined;

  /** @param {string} url @param {any} context @param {(url: string, context: any) => any} nextLoad */
  function load(url, context, nextLoad) {
    if (startsWith(url, 'file:')) return loadFile(url, context, nextLoad);
    if (startsWith(url, 'node:')) prepare(slice(url, 5));
    // stops `--import data:…` and `import('data:text/javascript,…')`
    else integrity.block(`\`${slice(url, 0, 40)}\``);
    return nextLoad(url, context);
  }

  /** @param {string} url @param {any} context @param {(url: string, context: any) => any} nextLoad */
  function loadFile(url, context, nextLoad) {
    if (!judging) return nextLoad(url, context);
    const file = fileURLToPath(url);
    // Node loads these through `process.dlopen`, below
    if (context.format === 'addon' || endsWith(file, '.node')) return nextLoad(url, context);
    const bytes = judged(file);
    const { conditions, format } = context;
    if (conditions !== undefined && arrayIncludes(conditions, 'require')) {
      const text = utf8Slice(bytes, 0, bytes.length);
      if (texts !== undefined) mapSet(texts, file, text);
      // Node finds out the format from the text
      return { format, source: text, shortCircuit: true };
    }
    if (texts !== undefined) mapSet(texts, file, utf8Slice(bytes, 0, bytes.length));
    // with a source in the context Node reads nothing, and only tells the format
    const found = format ?? nextLoad(url, { __proto__: null, ...context, source: bytes }).format;
    // Node 22 would give CommonJS with a source a `require` of another kind; this property keeps the usual one
    return { format: found, source: bytes, shortCircuit: true, shouldBeReloadedByCJSLoader: found === 'commonjs' };
  }

  /** Closes the doors of a builtin before its first use. @param {string} name */
  function prepare(name) {
    if (!arrayIncludes(DOORS, name)) return;
    if (mapGet(prepared, name) !== undefined) return;
    mapSet(prepared, name, true);
    children.contain(name);
    closeDoors(integrity, name);
    if (judging) judgeLibraries(name, judged, integrity.refusing);
  }
  const prepared = new Map();

  const { getBuiltinModule } = realProcess;
  realProcess.getBuiltinModule = (/** @type {any} */ name) => {
    const text = `${name}`;
    prepare(startsWith(text, 'node:') ? slice(text, 5) : text);
    return apply(getBuiltinModule, realProcess, [text]);
  };
  if (judging) {
    realProcess.dlopen = (/** @type {any} */ module, /** @type {unknown} */ given, /** @type {any} */ flags) => {
      const file = realpathSync(resolvePath(`${given}`));
      const bytes = judged(file);
      if (integrity.refusing) loadAddon(module, file, bytes, judged, flags);
      else apply(dlopen, realProcess, flags === undefined ? [module, given] : [module, given, flags]);
    };
  }
  if (judging) {
    const { load: loadModule } = ModulePrototype;
    const isReplaced = replacedIn(Module._extensions);
    // stops `require.extensions['.js'] = …` from taking files past the hook. That loader may read another content than the
    // one that is judged here, or compile what it likes; only Node's own runs what was judged
    ModulePrototype.load = /** @this {any} @param {string} file */ function (file) {
      if (isReplaced(file)) judged(file);
      return apply(loadModule, this, [file]);
    };
  }
  if (texts !== undefined) refuseOtherText(integrity, (file) => mapGet(texts, file));
  registerHooks({ load });
}

const DOORS = ['child_process', 'cluster', 'crypto', 'inspector', 'inspector/promises', 'module', 'repl', 'sqlite', 'vm', 'worker_threads'];

/** A loader that somebody put in the place of Node's reads the file itself. @param {any} extensions */
function replacedIn(extensions) {
  const original = { __proto__: null, ...extensions };
  return (/** @type {string} */ file) => {
    const names = keysOf(extensions);
    for (let i = 0; i < names.length; i++) {
      if (extensions[names[i]] !== original[/** @type {keyof typeof original} */ (names[i])] && endsWith(file, names[i])) return true;
    }
    return false;
  };
}

module.exports = { enforceIntegrity };
