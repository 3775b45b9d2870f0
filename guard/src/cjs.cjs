'use strict';
// The CommonJS loader: verified bytes, lexical endowments, a `require` that follows the manifest.

const {
  apply, arrayConcat, arrayPush, compileFunction, defaultLoader, defineProperty, dirname, dlopen, endsWith,
  fileURLToPath, isAbsolute, isUrl, Module, moduleCache, moduleLoad, moduleNodeModulePaths,
  ModulePrototype, parseJson, realProcess, resolvePath, startsWith, TypeError, WeakMap, weakMapGet,
  weakMapSet,
} = require('./primordials.cjs');
const { callProgram } = require('./inspected.cjs');
const { newModuleViews } = require('./modules.cjs');
const { follow, suffixFor } = require('./ownnames.cjs');
const { checked, resolveOptions } = require('./resolve.cjs');
const { noteSourceMap } = require('./sourcemaps.cjs');
const { codeOf, isStripped, withoutTypes } = require('./typescript.cjs');
const { textOf, withoutShebang } = require('./verify.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

// A method has no `caller` and no `arguments` of its own: a function that the module calls cannot walk to `require`
// through it. It parses `use strict` and `var exports` as Node's own wrapper does. `compileFunction` makes sure that no
// text breaks out of the outer function.
const PREFIX = 'return{""(exports,require,module,__filename,__dirname){';
const SUFFIX = '\n}}[""]';
/** Its parts in characters, for whoever counts from its begin. @type {import('./coverage.cjs').Wrapper} */
const WRAPPER = { method: 'return{'.length, before: PREFIX.length, after: SUFFIX.length, end: '}[""]'.length };

/**
 * @param {object} powers
 * @param {boolean} powers.enforcing
 * @param {Package} powers.application
 * @param {Package} powers.stray
 * @param {Package[]} powers.packages
 * @param {import('./resolve.cjs').Resolver} powers.resolver
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {(pkg: Package, file: string) => import('./verify.cjs').Verified} powers.verify
 * @param {(pkg: Package, specifier: string) => any} powers.builtin
 * @param {import('./endowments.cjs').Endowments} powers.endowments
 * @param {ReturnType<import('./realms.cjs').newRealms>} powers.realms
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {import('./recorded.cjs').Recorded} powers.recorded
 * @param {import('./patches.cjs').Patches | undefined} powers.patches
 * @param {(file: string | undefined) => void} powers.admit tells the hooks that the guard itself is about to load this file
 * @param {{ file: string, give: () => any }} powers.slot the guard's own module for ES modules
 * @param {import('./integrity.cjs').Integrity} [powers.integrity]
 * @param {(file: string) => Buffer} powers.readSigned for what no policy manifest knows
 */
function newLoader({ enforcing, application, stray, packages, resolver, packageOf, verify, builtin, endowments, realms, denials, recorded, patches, admit, slot, integrity, readSigned }) {
  /** @type {{ pkg: Package, module: any } | undefined} */
  let main;
  const { noteText, outer } = recorded;
  // loaded before anything else can be required
  const loadAddon = integrity?.refusing ? require('./addons.cjs').loadAddon : undefined;
  const { adopt, allModules, parentOf, shownTo } = newModuleViews({ stray, packages, packageOf });

  /**
   * Loads a file, or answers from the cache.
   * @param {Package} pkg the package of the file
   * @param {string} file absolute real path
   * @param {any} parent module object of the one who asks
   * @param {Package | undefined} parentPkg
   * @param {boolean} [isMain]
   * @returns {any} its exports
   */
  function load(pkg, file, parent, parentPkg, isMain = false) {
    const cached = pkg.cache[file];
    if (cached !== undefined) {
      if (parent !== undefined) adopt(parent, parentPkg, cached, pkg);
      return cached.exports;
    }
    const source = verify(pkg, file);
    if (source.kind === 'esm') realms.refuseModule(pkg, file);
    if (source.kind === 'esm' || source.kind === 'wasm') return loadThroughNode(file, isMain);
    const module = newModule(pkg, file, parent, parentPkg, isMain);
    pkg.cache[file] = module;
    if (isMain) main = { pkg, module };
    let done = false;
    try {
      done = run(pkg, file, source, module);
    } finally {
      if (!done) delete pkg.cache[file];
    }
    if (module === weakMapGet(asModule, module)) return loadThroughNode(file, isMain);
    module.loaded = true;
    return module.exports;
  }

  /** Files that turned out to be ES modules. */
  const asModule = new WeakMap();

  /** @param {Package} pkg @param {string} file @param {import('./verify.cjs').Verified} source @param {any} module */
  function run(pkg, file, source, module) {
    if (source.kind === 'json') {
      noteText(file, source.digest, source.bytes);
      module.exports = jsonOf(file, textOf(source.bytes), realms.realmOf(pkg)?.parseJson);
      return true;
    }
    if (source.kind === 'node') {
      // stops native code, which no JavaScript can contain
      if (!pkg.native) denials.refuse(pkg, 'native', 'load');
      // stops a writer who changes the file between its hash and the system's own opening of it
      if (loadAddon === undefined) dlopen(module, file);
      else loadAddon(module, file, source.bytes, readSigned);
      return true;
    }
    const text = withoutShebang(codeOf(file, textOf(source.bytes), undefined, recorded, source.digest));
    const free = source.free ?? endowments.mentioned(text);
    let body;
    try {
      body = compile(pkg, file, text, free, source);
    } catch (error) {
      // a file that the application wrote since may be an ES module; Node finds out
      if (source.kind !== undefined || pkg.authority !== 'own') throw error;
      weakMapSet(asModule, module, module);
      return false;
    }
    if (realProcess.sourceMapsEnabled) noteSourceMap(file, text);
    const { exports } = module;
    const args = [exports, module.require, module, file, dirname(file)];
    if (main?.module === module) callProgram(body, exports, args);
    else apply(body, exports, args);
    return true;
  }

  /**
   * @param {Package} pkg @param {string} file @param {string} text @param {string[]} free
   * @param {import('./verify.cjs').Verified} [source] where the text is that of a file
   */
  function compile(pkg, file, text, free, source) {
    const scope = patches?.scopeFor(pkg, source?.assigned ?? []);
    if (scope !== undefined) return compileIn(scope, pkg, file, text, free);
    const { names, values, live } = endowments.ofFile(pkg, free, text);
    const body = PREFIX + text + (live.length === 0 ? SUFFIX : suffixFor(live));
    const parsingContext = realms.realmOf(pkg)?.context;
    const compiled = () => compileFunction(body, names, {
      filename: file, columnOffset: -PREFIX.length, importModuleDynamically: defaultLoader, parsingContext,
    });
    // V8's code is kept for the main realm alone
    const wrapper = parsingContext === undefined ? outer(file, source?.digest, source?.bytes, names, body, PREFIX.length, compiled) : compiled();
    const made = apply(wrapper, undefined, values);
    if (live.length === 0) return made;
    follow(pkg, made['=']);
    return made[''];
  }

  /**
   * A file that assigns names which its package replaces for everybody (`Date = Fake`). To be told of that takes a `with`:
   * the variables of a function tell nobody.
   * @param {any} scope @param {Package} pkg @param {string} file @param {string} text @param {string[]} free
   */
  function compileIn(scope, pkg, file, text, free) {
    /** @type {string[]} */
    const others = [];
    for (let i = 0; i < free.length; i++) if (!(free[i] in scope)) arrayPush(others, free[i]);
    const { names, values, live } = endowments.ofFile(pkg, others, text);
    const prefix = `with(ambit$names){${PREFIX}`;
    const body = `${prefix}${text}${live.length === 0 ? SUFFIX : suffixFor(live)}}`;
    const wrapper = compileFunction(body, arrayConcat(names, ['ambit$names']), {
      filename: file, columnOffset: -prefix.length, importModuleDynamically: defaultLoader,
    });
    const made = apply(wrapper, undefined, arrayConcat(values, [scope]));
    if (live.length === 0) return made;
    follow(pkg, made['=']);
    return made[''];
  }

  /** ES modules, through Node's loader and the hooks. @param {string} file @param {boolean} isMain */
  function loadThroughNode(file, isMain) {
    admit(file);
    try {
      return moduleLoad(file, null, isMain);
    } finally {
      admit(undefined);
    }
  }

  /** @param {Package} pkg @param {string} file @param {any} parent @param {Package | undefined} parentPkg @param {boolean} isMain */
  function newModule(pkg, file, parent, parentPkg, isMain) {
    // a plain object: its `constructor` is `Object`, not a Module with `_load` and `createRequire` (CVE-2023-32002, -32006)
    const module = {
      id: isMain ? '.' : file, path: dirname(file), exports: realms.realmOf(pkg)?.newObject() ?? {}, filename: file, loaded: false, children: [],
      paths: moduleNodeModulePaths(dirname(file)), require: undefined,
    };
    const require = newRequire(pkg, file, module);
    if (isMain) defineProperty(require, 'main', { __proto__: null, value: module, configurable: true, enumerable: true, writable: true });
    defineProperty(module, 'require', { __proto__: null, value: require, configurable: true, enumerable: false, writable: true });
    defineProperty(module, 'parent', {
      __proto__: null, value: parentOf(pkg, parent, parentPkg, isMain), configurable: true, enumerable: false, writable: true,
    });
    if (parent !== undefined) adopt(parent, parentPkg, module, pkg);
    return module;
  }

  /** @param {Package} pkg @param {string} file @param {any} module @returns {any} */
  function newRequire(pkg, file, module) {
    /** @param {unknown} id */
    const require = function require(id) {
      return requireFrom(pkg, file, module, checked(id, 'id'));
    };
    /** @param {unknown} request @param {unknown} options */
    const resolve = function resolve(request, options) {
      const target = resolver.resolve(pkg, checked(request, 'request'), file, resolveOptions(options));
      if (target.builtin === undefined) resolver.give(pkg, target.file);
      return target.builtin ?? target.file;
    };
    /** @param {unknown} request */
    resolve.paths = function paths(request) {
      return resolver.lookupPaths(checked(request, 'request'), file);
    };
    require.resolve = resolve;
    require.main = main === undefined ? undefined : shownTo(pkg, main.module, main.pkg);
    require.extensions = inertExtensions(pkg);
    require.cache = pkg.trusted ? allModules() : pkg.cache;
    return require;
  }

  /** @param {Package} pkg @param {string} file @param {any} module @param {string} specifier */
  function requireFrom(pkg, file, module, specifier) {
    const target = resolver.resolve(pkg, specifier, file);
    if (target.builtin !== undefined) return builtin(pkg, target.builtin);
    return load(target.owner, target.file, module, pkg);
  }

  /**
   * `createRequire` of a package: for its own files, and for those of its dependents where it may load what they name.
   * What the new `require` finds is judged each time, as what this package asks for.
   * @param {Package} pkg
   */
  function createRequireFor(pkg) {
    /** @param {unknown} from */
    return function createRequire(from) {
      // never a `require` that acts for the package of that file
      return newRequire(pkg, fileNameOf(from), undefined);
    };
  }

  /** `Module._resolveFilename` for packages that resolve on behalf of others (resolve-from). @param {Package} pkg */
  function resolveFilenameFor(pkg) {
    return (/** @type {unknown} */ request, /** @type {any} */ parent) => {
      const from = checked(parent?.filename ?? resolvePath('noop.js'), 'parent.filename');
      const target = resolver.resolve(pkg, checked(request, 'request'), from);
      return target.builtin ?? target.file;
    };
  }

  /** `Module._load` of a package: its `require`, from the place of `parent`. @param {Package} pkg */
  function loadFor(pkg) {
    return (/** @type {unknown} */ request, /** @type {any} */ parent) => {
      const from = checked(parent?.filename ?? resolvePath(pkg.root, 'noop.js'), 'parent.filename');
      return requireFrom(pkg, from, undefined, checked(request, 'request'));
    };
  }

  /** Runs the program. @param {string} request absolute path, perhaps without extension */
  function runMain(request) {
    const file = /** @type {any} */ (resolver.resolve(application, request, request)).file;
    const pkg = packageOf(file) ?? stray;
    const exports = load(pkg, file, undefined, undefined, true);
    if (main !== undefined && main.module.filename === file) realProcess.mainModule = main.module;
    return exports;
  }

  /** What stands at `Module._load`: Node calls it for the program and for CommonJS that ES modules import. */
  /** @param {string} request @param {any} parent @param {boolean} isMain */
  function nodeLoad(request, parent, isMain) {
    if (isMain) return answerNode(request, runMain(request));
    // only the synthetic modules get here: the hooks let nobody else import it
    if (request === slot.file && (parent === undefined || parent === null)) return slot.give();
    // Node's test runner gives its children NODE_OPTIONS as arguments too
    if (parent?.id === 'internal/preload' && startsWith(request, `${__dirname}/`)) return undefined;
    if ((parent === undefined || parent === null) && isAbsolute(request)) {
      return answerNode(request, load(packageOf(request) ?? stray, request, undefined, undefined));
    }
    // only the application reaches the real Module and so comes here
    const from = typeof parent?.filename === 'string' ? parent.filename : resolvePath(application.root, 'noop.js');
    return requireFrom(packageOf(from) ?? application, from, undefined, checked(request, 'id'));
  }

  /** Node expects the exports in its own cache entry. @param {string} file @param {any} exports */
  function answerNode(file, exports) {
    const entry = moduleCache[file];
    if (entry !== undefined && !entry.loaded) {
      entry.exports = exports;
      entry.loaded = true;
    }
    return exports;
  }

  /** Takes the place of Node's CommonJS loader. */
  function install() {
    const { _compile } = ModulePrototype;
    Module._load = nodeLoad;
    // whatever still reaches Node's own compiler is compiled here, with the authority of the file's package
    ModulePrototype._compile = /** @this {any} @param {string} text @param {string} file @param {string} format */
      function (text, file, format) {
        if (format === 'module' || format === 'module-typescript') return apply(_compile, this, [text, file, format]);
        const pkg = packageOf(file) ?? application;
        // stops `module._compile(text, file)`, which is `eval` with a file's name; the file's own text is as it was judged
        if (integrity?.sourceTextOnly && text !== textOf(verify(pkg, file).bytes)) integrity.blockText('source text given to `module._compile`');
        const typed = (format === 'commonjs-typescript' || format === 'typescript') && isStripped(file);
        const code = withoutShebang(typed ? withoutTypes(text, file) : text);
        const body = compile(pkg, file, code, endowments.mentioned(code));
        return apply(body, this.exports, [this.exports, newRequire(pkg, file, this), this, file, dirname(file)]);
      };
  }

  let moduleContained = false;

  /** Before anybody sees the real `node:module`. */
  function containModule() {
    if (moduleContained) return;
    Module.createRequire = createRequireFor(application);
    if (enforcing && Module.enableCompileCache !== undefined) {
      const status = Module.constants.compileCacheStatus.DISABLED;
      // stops a package from having Node write to any folder, and run from there what the folder says that others compile to:
      // Node checks it by CRC-32, V8 by the length of the source
      Module.enableCompileCache = { enableCompileCache: () => ({ status, message: 'contained programs have no compile cache' }) }.enableCompileCache;
    }
    moduleContained = true;
  }

  return { install, load, nodeLoad, createRequireFor, loadFor, resolveFilenameFor, inertExtensions, containModule };
}

/** @typedef {ReturnType<typeof newLoader>} Loader */

/** @param {string} file @param {string} text @param {(text: string) => any} [parse] of the package's realm */
function jsonOf(file, text, parse = parseJson) {
  try {
    return parse(text);
  } catch (error) {
    /** @type {any} */ (error).message = `${file}: ${/** @type {any} */ (error).message}`;
    throw error;
  }
}

/** Hooks into it load nothing. @param {Package} pkg */
function inertExtensions(pkg) {
  return pkg.facades.extensions ??= { __proto__: null, '.js': nothing, '.json': nothing, '.node': nothing };
}

function nothing() {}

/** @param {unknown} from path or `file:` URL */
function fileNameOf(from) {
  if (isUrl(from) || (typeof from === 'string' && startsWith(from, 'file:'))) return fileURLToPath(/** @type {any} */ (from));
  if (typeof from === 'string' && isAbsolute(from)) return endsWith(from, '/') ? `${resolvePath(from)}/noop.js` : resolvePath(from);
  const error = new TypeError('The argument \'filename\' must be a file URL object, file URL string, or absolute path string');
  /** @type {any} */ (error).code = 'ERR_INVALID_ARG_VALUE';
  throw error;
}

module.exports = { newLoader, WRAPPER };
