'use strict';
// From a specifier to a file, by Node's own resolver, and then the question whether the package may go there.

const {
  apply, arrayIncludes, arrayPush, dirname, fileURLToPath, hasOwn, indexOf, isAbsolute, isArray, isBuiltin, keysOf, Map, mapGet, mapSet, Module,
  moduleNodeModulePaths, moduleResolveFilename, moduleResolveLookupPaths, relativePath, resolvePath, slice, startsWith, TypeError,
} = require('./primordials.cjs');
const { withSlashes } = require('./locate.cjs');

const INSIDES = 'a relative path never leads into another package; a dependency is required by its name';
const originalResolveFilename = Module._resolveFilename;

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {{ builtin: string, file?: undefined, owner?: undefined } | { builtin?: undefined, file: string, owner: Package }} Target
 */

/**
 * @param {object} powers
 * @param {import('./manifest.cjs').Manifest} powers.manifest
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {Package} powers.stray
 * @param {import('./recorded.cjs').Recorded} powers.recorded
 */
function newResolver({ manifest, denials, packageOf, stray, recorded }) {
  const cache = new Map();
  const { ledTo, noteLed } = recorded;
  /** By file, the indexes of packages that found it by `require.resolve`. */
  const found = new Map();

  /**
   * @param {Package} pkg the package that asks
   * @param {string} specifier
   * @param {string} from absolute name of the file that asks
   * @param {{ paths?: string[] }} [options] as of `require.resolve`
   * @returns {Target}
   * @throws {Error} `MODULE_NOT_FOUND` and its kind from Node; `ERR_AMBIT_DENIED`
   */
  function resolve(pkg, specifier, from, options) {
    if (isBuiltin(specifier)) return { builtin: specifier };
    const key = `${pkg.index}\n${dirname(from)}\n${specifier}`;
    if (options === undefined) {
      const known = mapGet(cache, key);
      if (known !== undefined) return known;
    }
    // what lies in node_modules stays while the program runs; the application may write its own files
    const lasting = options === undefined && pkg.authority !== 'own';
    let file;
    let done = false;
    // no `catch`: what is thrown again seems to come from here, and an excerpt would show the guard
    try {
      file = (lasting ? ledTo(key) : undefined) ?? resolverFor(pkg)(specifier, parentAt(from), false, options);
      done = true;
    } finally {
      if (!done) absent(pkg, specifier, options?.paths === undefined ? dirname(from) : options.paths[0] ?? dirname(from), 'require');
    }
    // package.json `imports` may lead to a builtin
    if (isBuiltin(file)) return { builtin: file };
    // with `paths`, and from a place of another package, `./plugin.js` is as good as absolute
    const relative = options?.paths === undefined && packageOf(from) === pkg;
    const target = { file, owner: follow(pkg, relative || isBare(specifier) ? specifier : file, file, 'require') };
    if (options === undefined) mapSet(cache, key, target);
    if (lasting && target.owner.authority !== 'own') noteLed(key, file);
    return target;
  }

  /**
   * Whether a package may go where a specifier led it. Nothing has been evaluated at this point.
   * @param {Package} pkg @param {string} specifier @param {string} file absolute real path
   * @param {import('./denial.cjs').Action} action @param {import('./denial.cjs').Hints} [hints]
   * @returns {Package} the package of the file
   */
  function follow(pkg, specifier, file, action, hints) {
    const owner = packageOf(file);
    if (owner === undefined) {
      if (manifest.enforcing && isAbsolute(specifier)) absent(pkg, specifier, '', action, hints);
      // stops paths out of the project, global folders, NODE_PATH and folders dropped into node_modules
      const path = withSlashes(relativePath(manifest.root, file));
      denials.refuse(pkg, `path:${path}`, action, hints);
      return stray;
    }
    if (owner === pkg || pkg.trusted) return owner;
    if (isBare(specifier)) {
      if (specifier[0] === '#' ? dependsOn(pkg, owner) : leadsTo(pkg, nameOf(specifier), owner)) return owner;
      // stops phantom dependencies: found because a neighbour needs it, never declared
      denials.refuse(pkg, `dependency:${specifier[0] === '#' ? owner.name : nameOf(specifier)}`, action, hints);
      return owner;
    }
    // `require(require.resolve('dep'))` is an absolute path into a dependency
    if ((isAbsolute(specifier) || startsWith(specifier, 'file:')) && (dependsOn(pkg, owner) || wasGiven(pkg, file))) return owner;
    // stops `../victim/internal.js`: a neighbour's insides are not its interface
    denials.refuse(pkg, `dependency:${owner.name}`, action, isAbsolute(specifier) || startsWith(specifier, 'file:') ? hints : { ...hints, closed: INSIDES });
    return owner;
  }

  /**
   * A path out of the package is refused alike whether something lies there or not: `require.resolve` is no way to ask
   * which files exist.
   * @param {Package} pkg @param {string} specifier @param {string} directory of who asks
   * @param {import('./denial.cjs').Action} action @param {import('./denial.cjs').Hints} [hints]
   */
  function absent(pkg, specifier, directory, action, hints) {
    if (pkg.trusted || isBare(specifier)) return;
    const path = startsWith(specifier, 'file:') ? pathOf(specifier) : resolvePath(directory, specifier);
    if (path === undefined) return;
    const owner = packageOf(path);
    if (owner === undefined) denials.refuse(pkg, `path:${withSlashes(relativePath(manifest.root, path))}`, action, hints);
    else if (owner !== pkg && !dependsOn(pkg, owner)) denials.refuse(pkg, `dependency:${owner.name}`, action, hints);
  }

  /** @param {Package} pkg @param {string} name @param {Package} owner */
  function leadsTo(pkg, name, owner) {
    return (name === owner.name && hasDependent(pkg, owner)) || hasOwn(pkg.dependencies, name) && manifest.packages[pkg.dependencies[name]] === owner;
  }

  /**
   * A package names a file for others to load: `plugins: [require.resolve('babel-plugin-x')]` in a preset.
   * @param {Package} pkg which may have the file itself @param {string} file
   */
  function give(pkg, file) {
    const givers = mapGet(found, file);
    if (givers === undefined) mapSet(found, file, [pkg.index]);
    else if (!arrayIncludes(givers, pkg.index)) arrayPush(givers, pkg.index);
  }

  /** Whether one that depends on the package named it the file. @param {Package} pkg @param {string} file */
  function wasGiven(pkg, file) {
    const givers = pkg.dependents.length === 0 ? undefined : mapGet(found, file);
    if (givers === undefined) return false;
    for (let i = 0; i < pkg.dependents.length; i++) if (arrayIncludes(givers, pkg.dependents[i])) return true;
    return false;
  }

  /** @param {Package} pkg @param {Package} owner */
  function hasDependent(pkg, owner) {
    for (let i = 0; i < pkg.dependents.length; i++) if (pkg.dependents[i] === owner.index) return true;
    return false;
  }

  /** @param {Package} pkg @param {Package} owner */
  function dependsOn(pkg, owner) {
    if (hasDependent(pkg, owner)) return true;
    const names = keysOf(pkg.dependencies);
    for (let i = 0; i < names.length; i++) if (leadsTo(pkg, names[i], owner)) return true;
    return false;
  }

  /** @param {string} specifier @param {string} from */
  function lookupPaths(specifier, from) {
    return moduleResolveLookupPaths(specifier, parentAt(from));
  }

  return { resolve, follow, absent, give, hasDependent, lookupPaths };
}

/** @typedef {ReturnType<typeof newResolver>} Resolver */

/**
 * The application may put a resolver of its own at `Module._resolveFilename`, as Plug'n'Play and path aliases do. It
 * answers the application only: what packages ask for follows the manifest.
 * @param {Package} pkg
 * @returns {(specifier: string, ...rest: any[]) => string}
 */
function resolverFor(pkg) {
  const current = pkg.authority === 'own' ? Module._resolveFilename : originalResolveFilename;
  return current === originalResolveFilename ? moduleResolveFilename : (...args) => apply(current, Module, args);
}

/** @param {string} url */
function pathOf(url) {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** What Node's resolver wants to know of the module that asks; never the module object itself, which the package may change. */
/** @param {string} file */
function parentAt(file) {
  const path = dirname(file);
  return { id: file, filename: file, path, paths: moduleNodeModulePaths(path), loaded: false, children: [] };
}

/** @param {string} specifier */
function isBare(specifier) {
  return !(specifier === '.' || specifier === '..' || startsWith(specifier, './') || startsWith(specifier, '../')
    || startsWith(specifier, '.\\') || startsWith(specifier, '..\\') || isAbsolute(specifier) || startsWith(specifier, 'file:'));
}

/** The package name in a bare specifier. @param {string} specifier */
function nameOf(specifier) {
  const first = indexOf(specifier, '/');
  const end = specifier[0] === '@' && first >= 0 ? indexOf(specifier, '/', first + 1) : first;
  return end < 0 ? specifier : slice(specifier, 0, end);
}

/**
 * A specifier as a primitive string, or the error that Node throws. Stops objects whose `toString` says one thing when
 * checked and another when used.
 * @param {unknown} specifier @param {string} argument
 * @returns {string}
 */
function checked(specifier, argument) {
  if (typeof specifier !== 'string') {
    throw coded(new TypeError(`The "${argument}" argument must be of type string. Received ${specifier === null ? 'null' : `type ${typeof specifier}`}`),
      'ERR_INVALID_ARG_TYPE');
  }
  if (specifier === '') {
    throw coded(new TypeError(`The argument '${argument}' must be a non-empty string. Received ''`), 'ERR_INVALID_ARG_VALUE');
  }
  return specifier;
}

/** @param {any} error @param {string} code */
function coded(error, code) {
  error.code = code;
  return error;
}

/** A copy of the options of `require.resolve`, read once. @param {any} options @returns {{ paths?: string[] } | undefined} */
function resolveOptions(options) {
  if (typeof options !== 'object' || options === null) return undefined;
  const { paths } = options;
  if (paths === undefined) return undefined;
  if (!isArray(paths)) throw coded(new TypeError('The argument \'options.paths\' must be an array'), 'ERR_INVALID_ARG_VALUE');
  /** @type {string[]} */
  const copy = [];
  for (let i = 0; i < paths.length; i++) copy[i] = checked(paths[i], 'options.paths');
  return { paths: copy };
}

module.exports = { newResolver, checked, resolveOptions };
