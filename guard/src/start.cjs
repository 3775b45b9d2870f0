'use strict';
// The entry of the guard, loaded by `NODE_OPTIONS=--require` before any other code, in every thread and child process.
// It puts the process under the policy manifest or ends it: nothing ever runs on uncontained.

const {
  apply, arrayIncludes, exitNow, isBuiltin, moduleFindPath, realProcess, realpathSync, requireBuiltin, resolvePath, startsWith,
} = require('./primordials.cjs');
const { readGlobals, readManifest, strayPackage } = require('./manifest.cjs');
const { newLocator } = require('./locate.cjs');
const { disk } = require('./sources.cjs');
const { freezePrimordials } = require('./freeze.cjs');
const { newDenials, say } = require('./denial.cjs');
const { newObservations } = require('./observe.cjs');
const { newHosts } = require('./hosts.cjs');
const { hookDefinitions } = require('./web.cjs');
const { newProcessViews } = require('./process.cjs');
const { newGlobals } = require('./globals.cjs');
const { newBuiltins } = require('./builtins.cjs');
const { newChildren } = require('./children.cjs');
const { newVerifier } = require('./verify.cjs');
const { newResolver } = require('./resolve.cjs');
const { newLoader } = require('./cjs.cjs');
const { newHooks } = require('./esm.cjs');
const { newSynthetics, SLOT_FILE } = require('./synthetic.cjs');

const BAD_SETTINGS = 2;
const CANNOT_CONTAIN = 70;
const INTERACTIVE = ['-i', '--interactive', '-c', '--check', '-e', '--eval', '-p', '--print', '-pe'];

/** @param {string} message @param {number} code @returns {never} */
function stop(message, code) {
  say(`ambit: ${message}\n`);
  exitNow(code);
  // not reached; a process that survived `exit` must not go on either
  for (;;);
}

/** The real path of the program; the process ends when there is none. @returns {string} */
function entryFile() {
  const { _eval, argv, execArgv } = /** @type {any} */ (realProcess);
  // source text on the command line or on stdin is in no manifest
  let interactive = _eval !== undefined || argv[1] === undefined || argv[1] === '-';
  for (let i = 0; i < execArgv.length; i++) interactive = interactive || arrayIncludes(INTERACTIVE, execArgv[i]);
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
  const { AMBIT_MANIFEST: file, AMBIT_MANIFEST_INTEGRITY: integrity, AMBIT_EVENTS: events, AMBIT_TOOL: tool } = env;
  const { isMainThread } = requireBuiltin('worker_threads');
  const entry = isMainThread ? entryFile() : undefined;
  const toolProcess = `${realProcess.pid}`;
  if (tool !== undefined && tool !== '' && (entry === tool || (!isMainThread && env.AMBIT_TOOL_PROCESS === toolProcess))) {
    // npm and its kind run uncontained, with their workers; the environment makes their children contained
    env.AMBIT_TOOL_PROCESS = toolProcess;
    return;
  }
  delete env.AMBIT_TOOL_PROCESS;
  if (file === undefined || file === '') stop('AMBIT_MANIFEST is not set; start the program with `ambit run`', BAD_SETTINGS);
  if (integrity === undefined || !startsWith(integrity, 'sha256-')) {
    stop('AMBIT_MANIFEST_INTEGRITY is not `sha256-` and a digest; start the program with `ambit run`', BAD_SETTINGS);
  }
  const manifest = readManifest(file, integrity);
  const { packageOf, nameIn } = newLocator(manifest);
  if (entry !== undefined && packageOf(entry) === undefined) {
    stop(`the program \`${entry}\` is outside the project \`${manifest.root}\`; run \`ambit run\` there`, CANNOT_CONTAIN);
  }
  const knowledge = readGlobals();
  quietDefaultLoader();
  if (manifest.ownRealm && isMainThread) say('ambit: realms of their own are not supported yet; every package runs with frozen primordials\n');
  hookDefinitions();
  freezePrimordials(knowledge.intrinsics);
  contain(manifest, packageOf, nameIn, knowledge, {
    NODE_OPTIONS: env.NODE_OPTIONS, AMBIT_MANIFEST: file, AMBIT_MANIFEST_INTEGRITY: integrity, AMBIT_EVENTS: events, AMBIT_TOOL: tool,
    AMBIT_TOOL_PROCESS: undefined,
  }, events);
}

/**
 * Wires the parts together and takes the place of Node's loaders.
 * @param {import('./manifest.cjs').Manifest} manifest
 * @param {(file: string) => import('./manifest.cjs').Package | undefined} packageOf
 * @param {(pkg: import('./manifest.cjs').Package, file: string) => string} nameIn
 * @param {ReturnType<typeof readGlobals>} knowledge
 * @param {Record<string, string | undefined>} settings
 * @param {string | undefined} events
 */
function contain(manifest, packageOf, nameIn, knowledge, settings, events) {
  const { enforcing, packages } = manifest;
  const application = packages[0];
  const stray = strayPackage(manifest.root);
  const { observed } = newObservations();
  const denials = newDenials({ manifest, packageOf, events: events === '' ? undefined : events, observed });
  const { verify } = newVerifier({ sources: disk, denials, nameIn, enforcing });
  const resolver = newResolver({ manifest, denials, packageOf, stray });
  const hosts = newHosts();
  hosts.closeEarly();
  // the application may ask Node itself for a builtin
  realProcess.getBuiltinModule = (/** @type {string} */ name) => (isBuiltin(name) ? builtins.builtin(application, name) : undefined);
  const children = newChildren({ settings, application, denials, packageOf, enforcing });
  const { processFor } = newProcessViews({
    denials, enforcing, harmless: knowledge.process.harmless, builtin: (pkg, name) => builtins.builtin(pkg, name),
  });
  const builtins = newBuiltins({ denials, enforcing, processFor, children, hosts, loader: () => loader });
  const globals = newGlobals({ knowledge, enforcing, packages, denials, packageOf, processFor, web: hosts.web });
  const synthetics = newSynthetics({ stray, packages, enforcing, builtins, globals });
  const hooks = newHooks({
    application, stray, enforcing, synthetics, resolver, packageOf, verify, builtins, globals, denials, sources: disk,
  });
  const loader = newLoader({
    application, stray, packages, resolver, packageOf, verify, builtin: builtins.builtin, globals, denials, admit: hooks.admit,
    slot: { file: SLOT_FILE, give: synthetics.giveSlot },
  });
  loader.install();
  hooks.install();
  globals.scrub();
}

try {
  start();
} catch (error) {
  const { isSettingsError, message, stack } = /** @type {any} */ (error);
  stop(isSettingsError ? message : `the guard could not start: ${stack}`, CANNOT_CONTAIN);
}
