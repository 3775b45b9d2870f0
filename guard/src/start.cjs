'use strict';
// The entry of the guard, loaded by `NODE_OPTIONS=--require` before any other code, in every thread and child process.
// It puts the process under the policy manifest or ends it: nothing ever runs on uncontained.

const {
  apply, arrayIncludes, arrayPush, dirname, Error: MainError, exitNow, hasOwn, isBuiltin, isMainThread, moduleFindPath, realGlobal, realProcess, realpathSync,
  resolvePath, startsWith,
} = require('./primordials.cjs');
const { readGlobals, readManifest, strayPackage } = require('./manifest.cjs');
const { newLocator } = require('./locate.cjs');
const { sourcesOf } = require('./sources.cjs');
const { newRecorded } = require('./recorded.cjs');
const { pinnedStates } = require('./states.cjs');
const { freezePrimordials } = require('./freeze.cjs');
const { knowReaders } = require('./lastmatch.cjs');
const { knowPackages } = require('./traces.cjs');
const { newDenials, say } = require('./denial.cjs');
const { newObservations } = require('./observe.cjs');
const { newHosts } = require('./hosts.cjs');
const { closeInspect } = require('./inspect.cjs');
const { hookDefinitions } = require('./web.cjs');
const { newEnvironments } = require('./environment.cjs');
const { newProcessViews } = require('./process.cjs');
const { newCode } = require('./code.cjs');
const { newEndowments } = require('./endowments.cjs');
const { newGlobals } = require('./globals.cjs');
const { newGlobalViews } = require('./globalviews.cjs');
const { newRealms } = require('./realms.cjs');
const { newVm } = require('./vm.cjs');
const { newBuiltins } = require('./builtins.cjs');
const { newChildren } = require('./children.cjs');
const { startsFiles } = require('./flags.cjs');
const { newVerifier } = require('./verify.cjs');
const { newResolver } = require('./resolve.cjs');
const { newLoader, WRAPPER } = require('./cjs.cjs');
const { newHooks } = require('./esm.cjs');
const { newSynthetics, SLOT_FILE } = require('./synthetic.cjs');

const BAD_SETTINGS = 2;
const NOT_VERIFIED = 4;
const CANNOT_CONTAIN = 70;
const INTERACTIVE = ['-i', '--interactive', '-c', '--check', '-e', '--eval', '-p', '--print', '-pe'];

/** @param {string} message @param {number} code @returns {never} */
function stop(message, code) {
  say(`ambit: ${message}\n`);
  exitNow(code);
  // not reached; a process that survived `exit` must not go on either
  for (;;);
}

/** The real path of the program; undefined where Node itself is the program; the process ends when there is none. @returns {string | undefined} */
function entryFile() {
  const { _eval, argv, execArgv } = /** @type {any} */ (realProcess);
  // source text on the command line or on stdin is in no manifest
  let interactive = _eval !== undefined;
  for (let i = 0; i < execArgv.length; i++) interactive = interactive || arrayIncludes(INTERACTIVE, execArgv[i]);
  if (!interactive && startsFiles(execArgv)) return undefined;
  interactive = interactive || argv[1] === undefined || argv[1] === '-';
  if (interactive) stop('`-e`, `-p`, `--check`, the REPL and programs on stdin are not contained; run `ambit run FILE`', CANNOT_CONTAIN);
  const file = moduleFindPath(resolvePath(argv[1]), null, true);
  if (file === false) stop(`cannot find the program \`${argv[1]}\`; run \`ambit run FILE\``, CANNOT_CONTAIN);
  return realpathSync(file);
}

/** `import()` in CommonJS needs an option of `vm` that warns on first use; only that warning is swallowed, once. */
function quietDefaultLoader() {
  const { emitWarning } = realProcess;
  realProcess.emitWarning = /** @this {any} @param {any[]} args */ function (...args) {
    const ours = args[1] === 'ExperimentalWarning' && typeof args[0] === 'string'
      && startsWith(args[0], 'vm.USE_MAIN_CONTEXT_DEFAULT_LOADER');
    if (!ours) return apply(emitWarning, realProcess, args);
    realProcess.emitWarning = emitWarning;
  };
}

function start() {
  const { env } = realProcess;
  const { AMBIT_MANIFEST: file, AMBIT_MANIFEST_INTEGRITY: pin, AMBIT_EVENTS: events, AMBIT_TOOL: tool } = env;
  const integrity = signedFiles();
  if (integrity !== undefined) {
    const { refuseDoors } = require('./interactive.cjs');
    refuseDoors(integrity);
    const { refuseUnjudged } = require('./unjudged.cjs');
    if (integrity.checking) refuseUnjudged(integrity);
  }
  const entry = isMainThread ? entryFile() : undefined;
  const toolProcess = `${realProcess.pid}`;
  if (tool !== undefined && tool !== '' && (entry === tool || (!isMainThread && env.AMBIT_TOOL_PROCESS === toolProcess))) {
    runUncontained(integrity);
    return;
  }
  delete env.AMBIT_TOOL_PROCESS;
  if (file === undefined || file === '') stop('AMBIT_MANIFEST is not set; start the program with `ambit run`', BAD_SETTINGS);
  if (pin === undefined || !startsWith(pin, 'sha256-')) {
    stop('AMBIT_MANIFEST_INTEGRITY is not `sha256-` and a digest; start the program with `ambit run`', BAD_SETTINGS);
  }
  // where code integrity is enforced or the kernel is asked for each file, only what was judged runs, and no record is
  // V8 counts nothing inside the functions of code that it kept
  const covered = env.NODE_V8_COVERAGE !== undefined && env.NODE_V8_COVERAGE !== '';
  const recordable = entry !== undefined && integrity === undefined && (env.AMBIT_EXEC_CHECK === undefined || env.AMBIT_EXEC_CHECK === '') && !covered;
  const pinned = pinnedStates(recordable ? env.AMBIT_CODE_INTEGRITY : undefined);
  const manifest = readManifest(file, pin, env.AMBIT_MANIFEST_SEALED, pinned.manifest);
  const { packageOf, nameIn } = newLocator(manifest);
  if (entry !== undefined && packageOf(entry) === undefined) {
    // where the kernel judges each file, nothing runs that the guard does not ask it about
    if (isNpmOfNode(entry) && (env.AMBIT_EXEC_CHECK === undefined || env.AMBIT_EXEC_CHECK === '')) {
      env.AMBIT_TOOL = entry;
      runUncontained(integrity);
      return;
    }
    stop(`the program \`${entry}\` is outside the project \`${manifest.root}\`; run \`ambit run\` there`, CANNOT_CONTAIN);
  }
  const knowledge = readGlobals();
  quietDefaultLoader();
  hookDefinitions();
  const additions = additionsOf(manifest.additions);
  additions?.makeRoom();
  freezePrimordials(knowledge.intrinsics);
  contain(manifest, packageOf, nameIn, knowledge, {
    ...settingsOf(env), AMBIT_TOOL_PROCESS: undefined, AMBIT_CODE: undefined, AMBIT_CODE_INTEGRITY: undefined,
  }, events, newRecorded(recordable ? env.AMBIT_CODE : undefined, pinned, manifest.state, entry), integrity, additions);
}

/**
 * npm and its kind run uncontained, with their workers; the environment makes their children contained.
 * @param {import('./integrity.cjs').Integrity | undefined} integrity
 */
function runUncontained(integrity) {
  const { env, pid } = realProcess;
  env.AMBIT_TOOL_PROCESS = `${pid}`;
  // uncontained is not unsigned
  if (integrity === undefined) return;
  const { enforceIntegrity } = require('./integrity-loading.cjs');
  enforceIntegrity(integrity, settingsOf(env));
}

/** Whether a program is the npm or npx that came with this very Node, which a contained program started. @param {string} entry */
function isNpmOfNode(entry) {
  const programs = dirname(realpathSync(realProcess.execPath));
  const folders = [resolvePath(programs, '../lib/node_modules/npm/bin'), resolvePath(programs, 'node_modules/npm/bin')];
  return arrayIncludes(folders, dirname(entry));
}

/** The guard's own variables, as every child gets them. @param {Record<string, string | undefined>} env */
function settingsOf({
  NODE_OPTIONS, AMBIT_MANIFEST, AMBIT_MANIFEST_INTEGRITY, AMBIT_EVENTS, AMBIT_TOOL, AMBIT_INTEGRITY, AMBIT_INTEGRITY_DIGEST,
  AMBIT_MANIFEST_SEALED, AMBIT_EXEC_CHECK, AMBIT_EXEC_CHECK_INTEGRITY,
}) {
  return {
    NODE_OPTIONS, AMBIT_MANIFEST, AMBIT_MANIFEST_INTEGRITY, AMBIT_EVENTS, AMBIT_TOOL, AMBIT_INTEGRITY, AMBIT_INTEGRITY_DIGEST,
    AMBIT_MANIFEST_SEALED, AMBIT_EXEC_CHECK, AMBIT_EXEC_CHECK_INTEGRITY,
  };
}

/** Few programs have any. @param {string[]} texts */
function additionsOf(texts) {
  if (texts.length === 0) return undefined;
  const { newAdditions } = require('./additions.cjs');
  return newAdditions(texts);
}

/**
 * Hardly any program has some.
 * @param {string[]} texts @param {Omit<Parameters<import('./patches.cjs').newPatches>[0], 'texts'>} powers
 * @returns {import('./patches.cjs').Patches | undefined}
 */
function patchesOf(texts, powers) {
  if (texts.length === 0) return undefined;
  const { newPatches } = require('./patches.cjs');
  return newPatches({ texts, ...powers });
}

/** @param {(file: string) => import('./manifest.cjs').Package | undefined} packageOf @returns {import('./mocktimers.cjs').MockTimers | undefined} */
function mockTimers(packageOf) {
  const { env, execArgv } = realProcess;
  // where Node's test runner did not start this process, the names stay plain values, which are faster
  if (env.NODE_TEST_CONTEXT === undefined && !arrayIncludes(execArgv, '--test')) return undefined;
  const { newMockTimers } = require('./mocktimers.cjs');
  return newMockTimers(packageOf);
}

/** What a signed catalog says, where integrity is asked for. */
function signedFiles() {
  const { AMBIT_INTEGRITY: file, AMBIT_INTEGRITY_DIGEST: pin, AMBIT_EVENTS: events } = realProcess.env;
  // one of the two alone is a setting that somebody took away
  if (file === undefined && pin === undefined) return undefined;
  const { readIntegrity } = require('./integrity.cjs');
  return readIntegrity(file ?? '', pin, events);
}

/**
 * Wires the parts together and takes the place of Node's loaders.
 * @param {import('./manifest.cjs').Manifest} manifest
 * @param {(file: string) => import('./manifest.cjs').Package | undefined} packageOf
 * @param {(pkg: import('./manifest.cjs').Package, file: string) => string} nameIn
 * @param {ReturnType<typeof readGlobals>} knowledge
 * @param {Record<string, string | undefined>} settings
 * @param {string | undefined} events
 * @param {import('./recorded.cjs').Recorded} recorded
 * @param {import('./integrity.cjs').Integrity | undefined} integrity
 * @param {import('./globals.cjs').Additions | undefined} additions
 */
function contain(manifest, packageOf, nameIn, knowledge, settings, events, recorded, integrity, additions) {
  const { enforcing, packages } = manifest;
  const application = packages[0];
  const stray = strayPackage(manifest.root);
  const { observed } = newObservations();
  const denials = newDenials({ manifest, packageOf, events: events === '' ? undefined : events, observed });
  const sources = sourcesOf(settings, (file, reason) => denials.report(packageOf(file) ?? application, `path:${file}`, 'load', {
    code: 'ERR_CODE_INTEGRITY_VIOLATION', place: () => ({ file, line: 0, column: 0 }),
    message: `the kernel does not let \`${file}\` be executed: ${reason}; mark it with \`ambit admin linux --mark\``,
  }));
  const { verify } = newVerifier({ sources, recorded, denials, nameIn, enforcing, integrity, stale: `${settings.AMBIT_MANIFEST}.stale` });
  const resolver = newResolver({ manifest, denials, packageOf, stray, recorded });
  const hosts = newHosts(packageOf);
  hosts.closeEarly();
  closeInspect(packageOf);
  // the application may ask Node itself for a builtin
  realProcess.getBuiltinModule = (/** @type {string} */ name) => (isBuiltin(name) ? builtins.builtin(application, name) : undefined);
  const { envFor, childEnvFor } = newEnvironments({ denials, enforcing });
  const children = newChildren({
    settings, childEnvFor, application, denials, packageOf, loadsFor: resolver.hasDependent, enforcing, sourceText: () => integrity?.block('source text of a worker'),
  });
  if (integrity !== undefined) {
    const { contain: containChildren } = children;
    /** @type {string[]} */
    const opened = [];
    const { closeDoors } = require('./interactive.cjs');
    const { judgeLibraries } = require('./unjudged.cjs');
    /** @param {string} file */
    const judged = (file) => {
      const bytes = sources.read(file);
      integrity.check(file, bytes);
      return bytes;
    };
    children.contain = (name) => {
      containChildren(name);
      closeDoors(integrity, name);
      if (integrity.checking && !arrayIncludes(opened, name)) {
        arrayPush(opened, name);
        judgeLibraries(name, judged, integrity.refusing);
      }
    };
  }
  const patches = patchesOf(manifest.patches, {
    packages, chosen: hosts.web.chosen, mayUse: (pkg, name, key) => builtins.mayUse(pkg, name, key), maySee: (pkg, name) => !hasOwn(knowledge.powerful, name) || globals.maySee(pkg, name),
    given: (pkg, name) => (hasOwn(knowledge.powerful, name) ? globals.valueFor(pkg, name) : realGlobal[name]), shared: () => sharedNames(), makeGlobal: (pkg) => globalFor(pkg),
  });
  const { processFor } = newProcessViews({
    denials, enforcing, envFor, harmless: knowledge.process.harmless, builtin: (pkg, name) => builtins.builtin(pkg, name), patches,
  });
  const realms = newRealms({ knowledge, enforcing, denials, globals: () => globals });
  const vm = newVm({ enforcing, mainError: MainError, shadowed: knowledge.harmless, denials, packageOf, realms });
  const builtins = newBuiltins({
    denials, enforcing, processFor, children, hosts, vm, limitsScripts: enforcing && !manifest.scripts, loader: () => loader, patches,
  });
  knowPackages(packageOf);
  knowReaders({ enforcing, denials, packageOf });
  const code = newCode({ enforcing, stray, denials, packageOf, scripts: manifest.scripts });
  const mocks = mockTimers(packageOf);
  if (mocks !== undefined) {
    const { contain: containChildren } = children;
    const { contain: containMocks } = mocks;
    children.contain = (name) => {
      containChildren(name);
      containMocks(name);
    };
  }
  /** @type {ReturnType<typeof newGlobals>} */
  const globals = newGlobals({ knowledge, enforcing, denials, packageOf, processFor, code, web: hosts.web, mocks });
  const views = newGlobalViews({ knowledge, enforcing, packages, denials, realms, web: hosts.web, globals, additions, mocks, patches });
  const { globalFor, sharedNames } = views;
  const endowments = newEndowments({ knowledge, enforcing, code, globals, views, additions, patches, replaced: manifest.replaced });
  const synthetics = newSynthetics({ stray, packages, enforcing, builtins, endowments, patches });
  const hooks = newHooks({
    application, stray, enforcing, synthetics, resolver, packageOf, verify, builtins, endowments, realms, denials, sources, code, recorded, integrity,
  });
  const loader = newLoader({
    enforcing, application, stray, packages, resolver, packageOf, verify, builtin: builtins.builtin, endowments, realms, denials, recorded, patches, admit: hooks.admit,
    slot: { file: SLOT_FILE, give: synthetics.giveSlot }, integrity,
    readSigned: (file) => {
      const bytes = sources.read(file);
      integrity?.check(file, bytes);
      return bytes;
    },
  });
  const { NODE_V8_COVERAGE: coverage } = realProcess.env;
  if (coverage !== undefined && coverage !== '') {
    const { watchCoverage } = require('./coverage.cjs');
    watchCoverage({ folder: resolvePath(coverage), wrapper: WRAPPER, shiftOf: denials.shiftOf });
  }
  // Node's own test runner and watcher start programs without asking anybody for `child_process`
  if (startsFiles(realProcess.execArgv)) children.contain('child_process');
  loader.install();
  hooks.install();
  globals.scrub();
}

try {
  start();
} catch (error) {
  const { code, isSettingsError, message, stack } = /** @type {any} */ (error);
  if (code === 'ERR_CODE_INTEGRITY_BLOCKED') stop(`${code} ${message}`, NOT_VERIFIED);
  stop(isSettingsError ? message : `the guard could not start: ${stack}`, CANNOT_CONTAIN);
}
