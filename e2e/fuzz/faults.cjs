'use strict';
// Fault injection: node faults.cjs LINE [--sample N] [--seed S] [--one N] [--planted open|silent]
// Makes each statement of the guard throw, in turn, while an application runs that lets an attacker try what it can. No run
// may leak, and none may end with 0 without having run the application. Prints JSON.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { nodeOf, sha256, ROOT } = require('./project.cjs');
const { instrument } = require('./instrument.cjs');

/** How long a run without a fault may take, in ms; on a busy machine the whole takes many times what it takes on a quiet one. */
const CALM = 120_000;
/** How long the application waits at least for what a fault left hanging, in ms, and how many times what it takes without. */
const [HANGING, TIMES] = [10_000, 4];
const AT_ONCE = 2;
/** The arguments of the application: the second way is slower and reaches more. */
const WAYS = [[], ['threads']];
/** What the package may that does what packages do. */
const HABITS = [
  'assert', 'async_hooks', 'child_process', 'console', 'crypto', 'diagnostics_channel', 'events', 'fs', 'http', 'http2', 'module', 'net', 'os', 'path', 'perf_hooks',
  'stream', 'timers', 'url', 'util', 'v8', 'vm', 'worker_threads',
];
const HABITS_GLOBALS = [
  'Error.prepareStackTrace', 'Function', 'RegExp.lastMatch', 'WebAssembly', 'crypto', 'eval', 'fetch', 'globalThis', 'navigator', 'process.argv', 'process.config', 'process.cwd',
  'process.emitWarning', 'process.env.HOME', 'process.env.OWN', 'process.exitCode', 'process.hrtime', 'process.memoryUsage', 'process.nextTick', 'process.off', 'process.on',
  'process.once', 'process.prependListener', 'process.removeListener', 'process.stderr', 'process.stdout', 'process.title', 'process.versions',
];
const options = Object.fromEntries(process.argv.slice(3).join(' ').split('--').filter(Boolean).map((part) => part.trim().split(' ')));
const line = process.argv[2];
const folder = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), 'ambit-faults-')));

/** The application with the attacker, and its policy manifest. */
function project() {
  const root = path.join(folder, 'project');
  const packages = [
    { name: 'subject', location: '', authority: 'own', dependencies: { victim: 1, attacker: 2, habits: 3, polyfill: 4 } },
    { name: 'victim', location: 'node_modules/victim', authority: 'declared', builtins: ['path', 'events', 'util'], dependencies: {} },
    { name: 'attacker', location: 'node_modules/attacker', authority: 'declared', builtins: [], dependencies: {} },
    { name: 'habits', location: 'node_modules/habits', authority: 'declared', builtins: HABITS, globals: HABITS_GLOBALS, denied: ['fs.rmSync'], dependencies: { victim: 1 } },
    { name: 'polyfill', location: 'node_modules/polyfill', authority: 'declared', builtins: ['fs'], globals: ['Function', 'eval'], realm: 'own', dependencies: {} },
  ];
  const free = {
    subject: ['process'], victim: ['globalThis'], attacker: ['process', 'fetch', 'WebSocket', 'globalThis', 'WebAssembly'],
    habits: ['process', 'fetch', 'globalThis', 'WebAssembly', 'Function', 'eval', 'crypto', 'navigator', 'performance', 'own'], polyfill: ['Function', 'eval', 'globalThis'],
  };
  const entries = packages.map(({ name, location, ...rest }) => {
    const files = {};
    const source = path.join(__dirname, 'packages', name);
    const all = { 'package.json': JSON.stringify({ name, version: '1.0.0', main: 'index.js' }) };
    for (const file of fs.readdirSync(source)) all[file] = fs.readFileSync(path.join(source, file), 'utf8');
    fs.mkdirSync(path.join(root, location), { recursive: true });
    for (const [file, text] of Object.entries(all)) {
      fs.writeFileSync(path.join(root, location, file), text);
      const kind = file.endsWith('.json') ? 'json' : file.endsWith('.mjs') ? 'esm' : 'cjs';
      if (file === 'unparsable.js') files[file] = ['error', sha256(text), 'unexpected token', 1, 8];
      else if (file !== 'dropped.js') files[file] = [kind, sha256(text), ...(kind === 'json' ? [] : [free[name]])];
    }
    return { id: `${name}@1.0.0`, location, via: name === 'subject' ? 'subject' : `subject > ${name}`, ...rest, files };
  });
  // a file that was changed after the review
  fs.appendFileSync(path.join(root, 'node_modules/attacker/changed.js'), 'exports.changed = true\n');
  fs.writeFileSync(path.join(folder, 'secret.json'), '{"secret": "of the user"}');
  const manifest = Buffer.from(JSON.stringify({ version: 1, root, mode: 'enforce', packages: entries }));
  fs.writeFileSync(path.join(folder, 'policy.json'), manifest);
  return { root, integrity: `sha256-${sha256(manifest)}` };
}

/**
 * Runs the application, which itself gives up after `patience`.
 * @param {string[]} way @param {Record<string, string>} env @param {number} patience in ms
 * @returns {Promise<{ code: number | null, signal: string | null, output: string, errors: string, took: number }>}
 */
function run({ root, integrity }, way, env, patience) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const child = spawn(nodeOf(line), ['index.js', ...way], {
      cwd: root, timeout: patience * 2, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH, NODE_OPTIONS: `--require="${path.join(folder, 'guard/src/start.cjs')}"`, AMBIT_MANIFEST: path.join(folder, 'policy.json'),
        AMBIT_MANIFEST_INTEGRITY: integrity, AMBIT_EVENTS: path.join(folder, 'events.jsonl'), FUZZ_PATIENCE: String(patience), ...env,
      },
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (data) => { output += data; });
    child.stderr.on('data', (data) => { errors += data; });
    child.on('close', (code, signal) => resolve({ code, signal, output, errors, took: performance.now() - begun }));
  });
}

/** What is wrong with how a run ended, if anything. */
function judge({ code, signal, output }) {
  const leaks = output.match(/^.*LEAK.*$/gm);
  if (leaks !== null) return `not contained: ${leaks.join('; ')}`;
  if (signal === 'SIGKILL') return 'does not end';
  if (code === 0 && !output.includes('END of the application')) return 'ends with 0 without having run';
  return undefined;
}

/** A sample that depends on nothing but the seed. @param {number[]} all @param {number} count @param {number} seed */
function sample(all, count, seed) {
  const keyed = all.map((n) => [sha256(`${seed} ${n}`, 'hex'), n]).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return keyed.slice(0, count).map(([, n]) => n);
}

async function main() {
  const guard = process.env.FUZZ_GUARD_FOLDER ?? path.join(ROOT, 'guard');
  const statements = instrument(guard, folder);
  const built = project();
  const plan = [];
  const reached = new Set();
  let patience = HANGING;
  for (const way of WAYS) {
    const hits = path.join(folder, 'hits');
    fs.rmSync(hits, { force: true });
    const calm = await run(built, way, { AMBIT_FAULT_HITS: hits }, CALM);
    if (judge(calm) !== undefined || calm.code !== 0) throw new Error(`without a fault: ${judge(calm)}, exit ${calm.code}\n${calm.output}${calm.errors}`);
    patience = Math.max(patience, Math.ceil(calm.took * TIMES));
    for (const n of new Set(fs.readFileSync(hits, 'utf8').trim().split('\n').map(Number))) {
      if (reached.has(n)) continue;
      reached.add(n);
      plan.push({ n, way });
    }
  }
  if (options.planted !== undefined) {
    // for the test of this program: no guard at all, or one that gives up with success
    const ended = await run(built, [], options.planted === 'open' ? { NODE_OPTIONS: '' } : { AMBIT_FAULT: String(plan[40].n), AMBIT_FAULT_SILENT: '1' }, patience);
    console.log(JSON.stringify({ failures: [{ wrong: judge(ended) }] }));
    return;
  }
  const chosen = options.one !== undefined ? [Number(options.one)]
    : options.sample === undefined ? plan.map(({ n }) => n) : sample(plan.map(({ n }) => n), Number(options.sample), Number(options.seed ?? 1));
  const wanted = plan.filter(({ n }) => chosen.includes(n));
  const failures = [];
  const codes = {};
  const work = async () => {
    for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
      const { n, way } = next;
      const ended = await run(built, way, { AMBIT_FAULT: String(n) }, patience);
      const wrong = judge(ended);
      codes[ended.code ?? ended.signal] = (codes[ended.code ?? ended.signal] ?? 0) + 1;
      if (wrong !== undefined) failures.push({ n, way: way.join(' '), at: `${statements[n].file}:${statements[n].line}`, wrong, errors: options.one === undefined ? undefined : ended.errors });
      if (options.one !== undefined) console.error(ended);
    }
  };
  const count = wanted.length;
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  failures.sort((a, b) => a.n - b.n);
  console.log(JSON.stringify({ statements: statements.length, reached: reached.size, injected: count, codes, failures }, null, 1));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
}).finally(() => fs.rmSync(folder, { recursive: true, force: true }));
