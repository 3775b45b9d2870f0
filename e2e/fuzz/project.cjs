'use strict';
// Builds the fuzzer's application in a temporary folder, with a policy manifest in which the walker has no grant, or the
// innocent ones, and runs it.

const { spawnSync } = require('node:child_process');
const { createHash, randomBytes } = require('node:crypto');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
const INNOCENT = ['events', 'stream', 'path', 'util', 'url', 'buffer', 'timers', 'string_decoder', 'querystring'];
/** What the sibling uses. */
const HELPER = [
  'fs', 'http', 'net', 'dgram', 'events', 'stream', 'stream/web', 'zlib', 'crypto', 'path', 'util', 'async_hooks', 'child_process', 'diagnostics_channel', 'http2', 'perf_hooks', 'perf_hooks.PerformanceObserver', 'readline', 'readline/promises',
  'sqlite', 'test', 'timers/promises', 'tls', 'worker_threads',
];
const known = JSON.parse(fs.readFileSync(path.join(ROOT, 'spec/builtins/globals.json'), 'utf8'));

function sha256(bytes, encoding = 'base64') {
  return createHash('sha256').update(bytes).digest(encoding);
}

function nodeOf(line) {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  return path.join(ROOT, `e2e/node/node_modules/node${line}-linux-${arch}/bin/node`);
}

/** A file that hands out everything it has a name for. */
function scopeSource() {
  const names = [...Object.keys(known.powerful), ...known.harmless, ...known.intrinsics].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'eval' && name !== 'undefined');
  const lines = names.map((name) => `try { exports.${name} = ${name} } catch (error) { exports.${name} = error }`);
  return `${lines.join('\n')}\ntry { exports.eval = eval } catch (error) { exports.eval = error }\n`;
}

/**
 * @param {{ grants?: string[], globals?: string[] }} options what the walker is granted
 */
function create({ grants = [], globals = [] } = {}) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), 'ambit-fuzz-')));
  const root = path.join(folder, 'project');
  const powerful = [...Object.keys(known.powerful).filter((name) => name !== 'eval'), 'globalThis', 'global', 'nameOfNobody'];
  const packages = [
    { name: 'app', location: '', authority: 'own', dependencies: { helper: 1, walker: 2 }, free: ['process', 'globalThis'] },
    { name: 'helper', location: 'node_modules/helper', authority: 'declared', builtins: HELPER, dependencies: {}, free: ['process', 'globalThis'], globals: ['process.env.FUZZ_HANDLES', 'process.stdout'] },
    { name: 'walker', location: 'node_modules/walker', authority: 'declared', builtins: grants, globals, dependencies: {}, free: powerful },
  ];
  const entries = packages.map(({ name, location, free, ...rest }) => {
    const target = path.join(root, location);
    const sources = { 'package.json': JSON.stringify({ name, version: '1.0.0', main: 'index.js' }) };
    for (const file of fs.readdirSync(path.join(__dirname, 'packages', name))) sources[file] = fs.readFileSync(path.join(__dirname, 'packages', name, file), 'utf8');
    if (name === 'walker') {
      sources['index.js'] = sources['index.js'].replace('exports.grants = []', `exports.grants = ${JSON.stringify(grants.map((grant) => grant.split('.')[0]))}`);
      sources['scope.js'] = scopeSource();
    }
    fs.mkdirSync(target, { recursive: true });
    const files = {};
    for (const [file, source] of Object.entries(sources)) {
      fs.writeFileSync(path.join(target, file), source);
      files[file] = file.endsWith('.json') ? ['json', sha256(source)] : ['cjs', sha256(source), free];
    }
    return { id: `${name}@1.0.0`, location, via: name === 'app' ? 'app' : `app > ${name}`, ...rest, files };
  });
  const manifest = Buffer.from(JSON.stringify({ version: 1, root, mode: 'enforce', packages: entries }));
  fs.writeFileSync(path.join(folder, 'policy.json'), manifest);
  return { folder, root, manifest: path.join(folder, 'policy.json'), integrity: `sha256-${sha256(manifest)}` };
}

/**
 * Runs the application once.
 * @returns {{ code: number | null, signal: string | null, result: any, step: string, errors: string, output: string }}
 */
function run(project, { line, guard = path.join(ROOT, 'guard'), contained = true, plant = false, program = {}, seconds = 120 }) {
  const out = path.join(project.folder, 'result.json');
  fs.rmSync(out, { force: true });
  const preloads = [path.join(__dirname, 'oracle.cjs'), ...(contained ? [path.join(guard, 'src/start.cjs')] : [])];
  const child = spawnSync(nodeOf(line), ['--expose-internals', '--no-warnings', 'index.js'], {
    cwd: project.root, timeout: seconds * 1000, killSignal: 'SIGKILL', encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH, NODE_OPTIONS: preloads.map((file) => `--require="${file}"`).join(' '), AMBIT_MANIFEST: project.manifest, AMBIT_MANIFEST_INTEGRITY: project.integrity,
      FUZZ_OUT: out, FUZZ_MARK: path.join(project.folder, 'mark'), FUZZ_SECRET: `s3cret${randomBytes(8).toString('hex')}`, FUZZ_PLANT: plant ? '1' : '0', FUZZ_PROGRAM: JSON.stringify(program),
      FUZZ_GUARD: guard,
    },
  });
  let result;
  try {
    result = JSON.parse(fs.readFileSync(out, 'utf8'));
  } catch {
    result = undefined;
  }
  let step = '';
  try {
    step = fs.readFileSync(`${out}.step`, 'utf8').trim();
  } catch {
    step = '';
  }
  return { code: child.status, signal: child.signal, result, step, errors: child.stderr, output: child.stdout };
}

function remove(project) {
  fs.rmSync(project.folder, { recursive: true, force: true });
}

module.exports = { create, run, remove, nodeOf, sha256, INNOCENT, ROOT };
