'use strict';
// A package's own view of the environment: the granted names, and whatever it wrote itself. Its child processes get that
// view too, and nothing else of the environment.

const {
  create, defineProperty, getOwnPropertyDescriptor, hasOwn, keysOf, ObjectPrototype, ownKeys, Proxy, realProcess, reflectGet, regExpExec, String,
} = require('./primordials.cjs');
const { builtinGrant, grantsGlobal, grantsMember } = require('./grants.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/** What programs need to run at all, on some system, and what the user asks of each Node program; none is a secret. @param {string} name */
function isBasic(name) {
  return regExpExec(/^(?:NODE_(?:DISABLE_COLORS|ENV|EXTRA_CA_CERTS|NO_WARNINGS|PENDING_DEPRECATION|USE_SYSTEM_CA|V8_COVERAGE)|UV_THREADPOOL_SIZE|SSL_CERT_(?:DIR|FILE)|PATH|HOME|USER|LOGNAME|SHELL|TERM|COLORTERM|TZ|LANG|LC_\w+|TMPDIR|TMP|TEMP|CI|NO_COLOR|FORCE_COLOR|DISPLAY|XDG_\w+_(?:DIRS?|HOME)|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|USERPROFILE|USERNAME|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(?:\(X86\))?|OS|PROCESSOR_ARCHITECTURE|NUMBER_OF_PROCESSORS)$/i, name) !== null;
}

/** What decides which code runs, what is trusted and where requests go. @param {string} key */
function isSteering(key) {
  return regExpExec(/^(?:(?:NODE|NPM|YARN|PNPM|COREPACK|LD|DYLD|AMBIT|SSL|OPENSSL|UV|GIT|SSH|BASH|PYTHON|PERL|RUBY|GEM|BUNDLE|JAVA|JDK|MAVEN|GCONV|GLIBC|MALLOC|LUA|PHP)(?:_?\w*)|PATH|PATHEXT|COMSPEC|SHELL|ENV|IFS|CDPATH|ZDOTDIR|HOME|USERPROFILE|APPDATA|TMPDIR|TMP|TEMP|EDITOR|VISUAL|PAGER|BROWSER|LESS(?:OPEN|CLOSE)|CC|CXX|MAKEFLAGS|\w*_?PROXY)$/i, key) !== null;
}

/** Where Node itself writes what each program did. */
const COVERAGE = 'NODE_V8_COVERAGE';

/** Who has one of these writes files already. @type {Record<string, string[]>} */
const WRITING = {
  fs: ['appendFile', 'appendFileSync', 'createWriteStream', 'mkdir', 'mkdirSync', 'writeFile', 'writeFileSync'],
  'fs/promises': ['appendFile', 'mkdir', 'writeFile'],
};

/** @param {Package} pkg */
function mayWriteFiles(pkg) {
  const names = keysOf(WRITING);
  for (let i = 0; i < names.length; i++) {
    const grant = builtinGrant(pkg, names[i]);
    const members = WRITING[names[i]];
    for (let at = 0; grant !== undefined && at < members.length; at++) if (grantsMember(grant, members[at])) return true;
  }
  return false;
}

/**
 * @param {object} powers
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {boolean} powers.enforcing
 */
function newEnvironments({ denials, enforcing }) {
  /** @param {Package} pkg @param {string} key */
  function mayRead(pkg, key) {
    return !enforcing || grantsGlobal(pkg, `process.env.${key}`);
  }

  /** What `process.env` is to a package. @param {Package} pkg */
  function envFor(pkg) {
    if (!enforcing && grantsGlobal(pkg, 'process.env')) return realProcess.env;
    return pkg.facades.env ??= newEnv(pkg, stateOf(pkg));
  }

  /** What a package wrote and deleted. @param {Package} pkg @returns {{ own: any, gone: any, gave: any }} */
  function stateOf(pkg) {
    return pkg.facades.envState ??= { own: create(ObjectPrototype), gone: create(null), gave: create(null) };
  }

  /**
   * Only the granted names are there; reading another one says so. Writes and deletions stay in this view, so that no
   * package sets NODE_OPTIONS for the children of another one. Who may read all of it also gives names that nobody has set
   * (dotenv), unless they steer Node, shells and the like.
   * @param {Package} pkg @param {{ own: any, gone: any, gave: any }} state
   */
  function newEnv(pkg, { own, gone, gave }) {
    const whole = grantsGlobal(pkg, 'process.env');
    let listed = false;
    /** @param {PropertyKey} key */
    const granted = (key) => {
      if (typeof key !== 'string' || hasOwn(gone, key) || hasOwn(own, key)) return false;
      if (grantsGlobal(pkg, `process.env.${key}`)) return true;
      // who listed the names was told of `process.env`, which covers each of them
      // `toJSON` is what JSON.stringify asks first, before it lists
      if (!(key in ObjectPrototype) && !listed && key !== 'toJSON') denials.report(pkg, `process.env.${key}`, 'use');
      return !enforcing;
    };
    /** @param {any} key */
    const gives = (key) => (key === COVERAGE ? givesCoverage() : whole && typeof key === 'string' && grantsGlobal(pkg, `process.env.${key}`)
      && (hasOwn(gave, key) || !hasOwn(realProcess.env, key)) && (key === 'NODE_ENV' || !isSteering(key)));
    // c8 and its kind ask Node for the coverage of all programs that follow. Node then writes into any folder, in the name of
    // none: so only for packages that write files themselves
    const givesCoverage = () => grantsGlobal(pkg, `process.env.${COVERAGE}`) && mayWriteFiles(pkg);
    /** @param {any} key @param {unknown} value */
    const write = (key, value) => {
      const text = `${/** @type {any} */ (value)}`;
      delete gone[key];
      if (gives(key)) {
        gave[key] = true;
        realProcess.env[key] = text;
      } else {
        defineProperty(own, key, { __proto__: null, value: text, configurable: true, enumerable: true, writable: true });
      }
      return true;
    };
    return new Proxy(own, {
      __proto__: null,
      get: (/** @type {any} */ _, /** @type {any} */ key) => {
        if (granted(key) && hasOwn(realProcess.env, key)) return realProcess.env[/** @type {string} */ (key)];
        return hasOwn(gone, key) ? undefined : reflectGet(own, key);
      },
      has: (/** @type {any} */ _, /** @type {any} */ key) =>
        (granted(key) && hasOwn(realProcess.env, key)) || (!hasOwn(gone, key) && key in own),
      set: (/** @type {any} */ _, /** @type {any} */ key, /** @type {unknown} */ value) => write(key, value),
      deleteProperty: (/** @type {any} */ _, /** @type {any} */ key) => {
        delete own[key];
        gone[key] = true;
        if (hasOwn(gave, key)) {
          delete gave[key];
          delete realProcess.env[key];
        }
        return true;
      },
      ownKeys: () => {
        listed = true;
        if (!whole) denials.report(pkg, 'process.env', 'use');
        const keys = ownKeys(own);
        const real = ownKeys(realProcess.env);
        for (let i = 0; i < real.length; i++) {
          const key = real[i];
          if (hasOwn(own, key) || hasOwn(gone, key)) continue;
          if (mayRead(pkg, String(key))) keys[keys.length] = key;
        }
        return keys;
      },
      getOwnPropertyDescriptor: (/** @type {any} */ _, /** @type {any} */ key) => {
        if (hasOwn(own, key)) return getOwnPropertyDescriptor(own, key);
        if (!granted(key) || !hasOwn(realProcess.env, key)) return undefined;
        return { value: realProcess.env[/** @type {string} */ (key)], writable: true, enumerable: true, configurable: true };
      },
      defineProperty: (/** @type {any} */ _, /** @type {any} */ key, /** @type {PropertyDescriptor} */ d) => write(key, d.value),
    });
  }

  /**
   * The environment of a program that a package starts and says nothing of it: its view, and what any program needs.
   * @param {Package} pkg
   */
  function childEnvFor(pkg) {
    const { own, gone } = stateOf(pkg);
    /** @type {Record<string, any>} */
    const env = create(null);
    const names = keysOf(realProcess.env);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (!hasOwn(gone, name) && (mayRead(pkg, name) || isBasic(name))) env[name] = realProcess.env[name];
    }
    const written = keysOf(own);
    for (let i = 0; i < written.length; i++) env[written[i]] = own[written[i]];
    return env;
  }

  return { envFor, childEnvFor };
}

module.exports = { newEnvironments };
