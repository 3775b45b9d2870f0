'use strict';
// Builds a small project with a policy manifest and runs it in a real Node child, the same line as the test's.

const { createHash } = require('node:crypto');
const { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync, readFileSync, existsSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { spawnSync } = require('node:child_process');
const { after } = require('node:test');

const START = join(__dirname, '../src/start.cjs');
const KINDS = { '.json': 'json', '.mjs': 'esm', '.node': 'node', '.wasm': 'wasm' };

/** @type {string[]} */
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/**
 * @typedef {string | Buffer | { source: string, kind?: string, free?: string[], assigned?: string[] }} FixtureFile
 * @typedef {object} FixturePackage
 * @property {string} [id]
 * @property {string} [authority]
 * @property {string[]} [builtins]
 * @property {string[]} [globals]
 * @property {string[]} [denied]
 * @property {boolean} [native]
 * @property {string[]} [additions]
 * @property {string[]} [patches]
 * @property {string} [realm]
 * @property {string[]} [dependencies]
 * @property {object} [manifest] more fields of its package.json
 * @property {string[]} [dependents] locations
 * @property {Record<string, FixtureFile>} [files]
 * @property {Record<string, string>} [unlisted] files on disk that the manifest does not know
 */

/**
 * @param {FixtureFile} file @param {string} name
 * @returns {any[]}
 */
function entryOf(file, name) {
  const { source, kind, free, assigned } = asObject(file);
  const digest = createHash('sha256').update(source).digest('base64');
  const extension = name.slice(name.lastIndexOf('.'));
  const entry = [kind ?? KINDS[/** @type {keyof KINDS} */ (extension)] ?? 'cjs', digest];
  if (kind === 'error') return ['error', digest, 'unexpected token', 1, 1];
  if (free || assigned) entry.push(/** @type {any} */ (free ?? []));
  if (assigned) entry.push(/** @type {any} */ (assigned));
  return entry;
}

/** @param {FixtureFile} file @returns {{ source: any, kind?: string, free?: string[], assigned?: string[] }} */
function asObject(file) {
  return typeof file === 'string' || Buffer.isBuffer(file) ? { source: file } : file;
}

/**
 * @param {Record<string, FixturePackage>} tree packages by location; `''` is the application
 * @param {{ mode?: string, additions?: string[], scripts?: boolean, replaced?: string[], patches?: string[] }} [options]
 */
function project(tree, { mode = 'enforce', additions, scripts, replaced, patches } = {}) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ambit-guard-')));
  folders.push(root);
  const locations = Object.keys(tree);
  const packages = locations.map((location) => {
    const given = tree[location];
    const name = location === '' ? 'app' : location.slice(location.lastIndexOf('node_modules/') + 13);
    const id = given.id ?? `${name}@1.0.0`;
    const files = { 'package.json': JSON.stringify({ name, version: '1.0.0', ...given.manifest }), ...given.files };
    for (const [path, file] of Object.entries({ ...files, ...given.unlisted })) {
      const at = join(root, location, path);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, asObject(file).source);
    }
    const dependencies = Object.fromEntries((given.dependencies ?? []).map((wanted) => {
      const nested = locations.indexOf(`${location}/node_modules/${wanted}`);
      const at = nested >= 0 ? nested : locations.indexOf(`node_modules/${wanted}`);
      return [wanted, at];
    }));
    return {
      id, location, authority: given.authority ?? (location === '' ? 'own' : 'declared'),
      via: location === '' ? 'app' : `app > ${name}`,
      builtins: given.builtins, globals: given.globals, denied: given.denied, native: given.native, realm: given.realm, additions: given.additions, patches: given.patches, dependencies,
      dependents: given.dependents?.map((dependent) => locations.indexOf(dependent)),
      files: Object.fromEntries(Object.entries(files).map(([path, file]) => [path, entryOf(file, path)])),
    };
  });
  const manifestFile = join(root, '.ambit-manifest.json');
  const events = join(root, '.ambit-events');
  // as the launcher writes it, one package a line
  const texts = packages.map((pkg) => JSON.stringify(pkg));
  const lines = { ids: packages.map(({ id }) => id), locations: packages.map(({ location }) => location), bytes: texts.map((text) => Buffer.byteLength(text)) };
  writeFileSync(manifestFile, `${JSON.stringify({ version: 1, root, mode, additions, patches, scripts, replaced, lines }).slice(0, -1)},"packages":[\n${texts.join('\n,')}]}`);
  const integrity = `sha256-${createHash('sha256').update(readFileSync(manifestFile)).digest('base64')}`;
  const env = {
    PATH: process.env.PATH, NODE_OPTIONS: `--require="${START}"`, AMBIT_MANIFEST: manifestFile, AMBIT_MANIFEST_INTEGRITY: integrity,
    AMBIT_EVENTS: events,
  };

  /**
   * @param {string | string[]} entry arguments of Node
   * @param {Record<string, string | undefined>} [more] environment
   * @param {string} [input] of stdin
   */
  function run(entry, more = {}, input = '') {
    const result = spawnSync(process.execPath, [entry].flat(), { cwd: root, env: { ...env, ...more }, input, encoding: 'utf8' });
    return { code: result.status, out: result.stdout, err: result.stderr };
  }

  /** @returns {any[]} */
  function recorded() {
    return existsSync(events) ? readFileSync(events, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
  }

  return { root, run, recorded, env, manifestFile };
}

/**
 * Runs an application that requires one package `evil` and prints what it exports.
 * @param {FixtureFile} source of the package
 * @param {FixturePackage & { mode?: string, tree?: Record<string, FixturePackage>, main?: string }} [grants]
 */
function runPackage(source, grants = {}) {
  const { mode, tree, main = 'const out = require("evil"); console.log(typeof out === "string" ? out : JSON.stringify(out))', ...pkg } = grants;
  const built = project({
    '': { dependencies: ['evil'], files: { 'main.js': { source: main, free: ['console', 'process', 'globalThis', 'fetch', 'crypto'] } } },
    'node_modules/evil': { ...pkg, files: { 'index.js': source, ...pkg.files } },
    ...tree,
  }, { mode });
  return { ...built.run('main.js'), recorded: built.recorded, root: built.root };
}

/**
 * Evaluates expressions in a package without grants (unless given) and answers what each gave: the value, or the code
 * or name of what it threw.
 * @param {Record<string, string>} expressions
 * @param {Parameters<typeof runPackage>[1] & { free?: string[], head?: string }} [grants]
 * @returns {{ [name: string]: any, err: string }}
 */
function probe(expressions, grants = {}) {
  const { free, head = '', ...rest } = grants;
  const lines = Object.entries(expressions).map(([name, expression]) =>
    `try { out.${name} = (${expression}); } catch (e) { out.${name} = 'threw ' + (e && (e.code || e.name)); }`);
  const source = `${head}\nconst out = module.exports = {};\n${lines.join('\n')}`;
  const result = runPackage({ source, free: free ?? ['process', 'globalThis', 'fetch'] }, rest);
  if (result.code !== 0) throw new Error(result.err);
  return { ...JSON.parse(result.out), err: result.err };
}

module.exports = { project, runPackage, probe };
