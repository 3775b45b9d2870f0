'use strict';
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const free = ['console', 'process'];
const esm = (/** @type {string} */ source, names = free) => ({ kind: 'esm', source, free: names });

/** An application in ES modules that imports the package `evil`, itself one. @param {string} source of evil @param {Record<string, any>} [grants] @param {string} [main] */
function runModule(source, grants = {}, main = 'const m = await import("evil"); console.log(JSON.stringify(m.default))') {
  const { tree, free: names, files, ...pkg } = grants;
  const built = project({
    '': { dependencies: ['evil'], manifest: { type: 'module' }, files: { 'main.js': esm(main) } },
    'node_modules/evil': { manifest: { type: 'module', exports: './index.js', ...pkg.manifest }, files: { 'index.js': esm(source, names ?? ['process', 'globalThis', 'fetch']), ...files }, ...pkg }, ...tree,
  });
  return { ...built.run('main.js'), recorded: built.recorded };
}

test('anEsModuleProgramRunsAsInNode', () => {
  const files = {
    'main.js': esm(`#!/usr/bin/env node
import dep, { named } from './dep.mjs'; import cjs, { a, b } from './c.cjs'; import data from './d.json' with { type: 'json' }; import * as ns from './re.cjs'; import { readFileSync } from 'node:fs'; import path from 'path';
console.log(dep, named, cjs, a, b, data, Object.keys(ns).sort().join(), typeof readFileSync, path.join('a', 'b'), process.argv.length, import.meta.url.endsWith('main.js'), import.meta.resolve('./dep.mjs') === new URL('./dep.mjs', import.meta.url).href, this);
await 1; console.log((await import('./c.cjs')).default === cjs, (await import('node:fs')).readFileSync === readFileSync, import.meta.filename.endsWith('main.js'));
try { await import('./nowhere.mjs') } catch (e) { console.log(e.code) }`),
    'dep.mjs': 'export default 1; export const named = 2', 'c.cjs': 'exports.a = 1; module.exports.b = 2; Object.defineProperty(exports, "__esModule", { value: true })', 'd.json': '{"x":1}',
    're.cjs': 'module.exports = require("./c.cjs")', 'package.json': '{"type":"module"}',
  };
  const { run, root } = project({ '': { files } });
  const plain = spawnSync(process.execPath, ['main.js'], { cwd: root, encoding: 'utf8' });
  const { code, out, err } = run('main.js');
  assert.equal(plain.status, 0, plain.stderr);
  assert.deepEqual({ code, out }, { code: 0, out: plain.stdout }, err);
});

test('anAmbiguousEntryThatIsAModuleRuns', () => {
  const { run } = project({ '': { files: { 'main.js': esm('import { a } from "./a.js"; await 1; console.log(a, process.argv.length)'), 'a.js': esm('export const a = typeof require') } } });
  const { out, err } = run('main.js');
  assert.equal(out, 'undefined 2\n', err);
});

test('unsettledTopLevelAwaitEndsWithNodesCode', () => {
  assert.equal(project({ '': { files: { 'main.mjs': 'await new Promise(() => {})' } } }).run('main.mjs').code, 13);
});

test('aModuleGetsItsEndowmentsAndNoMore', () => {
  const { out, err } = runModule('export default [typeof process.platform, typeof process.exit, typeof fetch, typeof globalThis.process.exit, globalThis.mine = 1]', { globals: ['fetch'] });
  assert.equal(out, '["string","undefined","function","undefined",1]\n');
  assert.match(err, /evil@1\.0\.0 may not use `process\.exit`\n {2}node_modules\/evil\/index\.js:1:57 /);
});

test('assignedAndUnknownNamesOfAModuleAreItsVariables', () => {
  const { out } = runModule('', { files: { 'index.js': { kind: 'esm', free: ['fetch', 'window'], assigned: ['fetch'], source: 'fetch = 5; export default [fetch, typeof window]' } }, globals: ['fetch'] });
  assert.equal(out, '[5,"undefined"]\n');
});

test('aBuiltinThatIsNotGrantedCannotBeImported', () => {
  const { code, err, recorded } = runModule('import fs from "node:fs";\nexport default 1');
  assert.equal(code, 1);
  assert.match(err, /^ERR_AMBIT_DENIED evil@1\.0\.0 may not import `fs`/);
  assert.equal(recorded()[0].action, 'import');
  const dynamic = runModule('const out = []; for (const s of ["fs", "node:fs", "node:child_process", "module"]) await import(s).then(() => out.push("in"), (e) => out.push(e.code)); export default out');
  assert.equal(dynamic.out, '["ERR_AMBIT_DENIED","ERR_AMBIT_DENIED","ERR_AMBIT_DENIED","ERR_AMBIT_DENIED"]\n');
});

test('membersThatAreNotGrantedAreUndefinedAndSaidWhereTheyAreImported', () => {
  const { out, err } = runModule('import fs, { readFile,\n writeFile as w } from "fs";\nimport * as ns from "fs";\nexport default [typeof readFile, typeof w, typeof fs.readFile, typeof fs.writeFile, typeof ns.writeFile, ns.default === fs]', { builtins: ['fs.readFile'] });
  assert.equal(out, '["function","undefined","function","undefined","undefined",true]\n');
  assert.match(err, /evil@1\.0\.0 may not import `fs\.writeFile`\n {2}node_modules\/evil\/index\.js:1:1 /);
});

test('importAndRequireGiveOneViewOfABuiltin', () => {
  const { out } = runModule('import path from "path"; import { createRequire } from "module"; import proc, { platform, stdout } from "node:process"; export default [createRequire(import.meta.url)("path") === path, proc === process, platform === process.platform, typeof stdout.write, typeof proc.exit]', { builtins: ['path', 'module.createRequire'] });
  assert.equal(out, '[true,true,true,"function","undefined"]\n');
});

test('phantomsNeighboursAndOtherSchemesAreRefused', () => {
  const victim = { 'node_modules/victim': { files: { 'index.js': 'module.exports = 1', 'm.mjs': 'export default 1' } } };
  const { out } = runModule(`const out = []; for (const s of ["victim", "../victim/index.js", "../victim/m.mjs", new URL("../victim/m.mjs", import.meta.url).href, "data:text/javascript,export default 1", "/etc/passwd", "#phantom", "#fs"])
    await import(s).then(() => out.push("in " + s), (e) => out.push(e.code)); try { import.meta.resolve("victim"); out.push("resolved") } catch (e) { out.push(e.code) } export default [...new Set(out)]`,
  { tree: victim, manifest: { type: 'module', exports: './index.js', imports: { '#phantom': 'victim', '#fs': 'fs' } } });
  assert.equal(out, '["ERR_AMBIT_DENIED"]\n');
});

test('anEmptyDataUrlIsNoCode', () => {
  const { out } = runModule('export default Object.keys(await import("data:text/javascript,")).length', { manifest: { type: 'module', exports: './index.js' } });
  assert.equal(out, '0\n');
});

test('importedCommonJsIsContained', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.mjs': esm('import e, { seen } from "evil"; console.log(e.seen === seen, seen)') } },
    'node_modules/evil': { files: { 'index.js': { source: 'exports.seen = [typeof process.exit, typeof (function () { return this })().process, module.constructor === Object].join(); try { require("fs") } catch (e) { exports.code = e.code }', free: ['process'] } } },
  });
  assert.equal(run('main.mjs').out, 'true undefined,undefined,true\n');
});

test('aModuleReachedByRequireIsContainedWithWhatItImports', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { source: 'console.log(JSON.stringify(require("evil").default))', free } } },
    'node_modules/evil': { builtins: ['path'], manifest: { type: 'module', main: 'index.js' }, files: {
      'index.js': esm('import path from "node:path"; import c, { named } from "./c.cjs"; export default [typeof process.exit, typeof path.join, c.code, named]', ['process']),
      'c.cjs': 'exports.named = 1; try { require("fs") } catch (e) { exports.code = e.code }',
    } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, '["undefined","function","ERR_AMBIT_DENIED",1]\n', err);
});

test('importInsideEvaluatedCodeFollowsTheManifestToo', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { source: 'require("evil").then((out) => console.log(out.join()))', free } } },
    'node_modules/evil': { globals: ['eval', 'Function'], files: { 'index.js': { free: ['eval', 'Function'], source: `const say = (p) => p.then(() => "in", (e) => e.code);
      module.exports = Promise.all([say(import("fs")), say(eval("import('fs')")), say((0, eval)("import('fs')")), say(new Function("return import('fs')")()), say(eval("import('fs')\\n//# sourceURL=" + require.main.filename)), say(import({ toString() { return "fs" } }))])` } } },
  });
  const { out } = run('main.js');
  assert.equal(out.replace(/ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING/g, 'ERR_AMBIT_DENIED'), `${Array(6).fill('ERR_AMBIT_DENIED').join()}\n`);
});

test('theGuardsOwnModulesCannotBeImported', () => {
  const { out } = runModule(`const out = []; const guard = ${JSON.stringify(require('node:url').pathToFileURL(`${__dirname}/../src/`).href)};
    for (const s of ["slot.cjs", "endow.mjs?p=0&n=process", "builtin.mjs?p=0&b=fs", "slot.cjs?x", "../src/slot.cjs", "endow.mjs?p=1&p=0&n=process"]) await import(guard + s).then((m) => out.push(typeof (m.process?.exit ?? m.take ?? m.readFile)), (e) => out.push(e.code)); export default out`);
  assert.equal(out, '["ERR_AMBIT_DENIED","ERR_AMBIT_DENIED","ERR_AMBIT_DENIED","ERR_AMBIT_DENIED","ERR_AMBIT_DENIED","undefined"]\n');
});

test('aChangedModuleIsRefused', () => {
  const built = project({ '': { files: { 'main.mjs': 'import "./lib.mjs"', 'lib.mjs': 'export {}' } } });
  require('node:fs').writeFileSync(`${built.root}/lib.mjs`, 'console.log("ran")');
  const { code, out, err } = built.run('main.mjs');
  assert.deepEqual({ code, out }, { code: 1, out: '' });
  assert.match(err, /ERR_AMBIT_CHANGED_FILE/);
});

test('theApplicationMayImportDataUrlsAndModulesThatItGenerated', () => {
  const { run } = project({ '': { files: { 'main.mjs': esm(`import { writeFileSync } from 'fs'; writeFileSync('made.mjs', 'import crypto from "node:crypto"; export default typeof process.exit + typeof fetch + typeof crypto.createHash');
    console.log((await import('data:text/javascript,export default 1')).default, (await import('./made.mjs')).default)`) } } });
  const { out, err } = run('main.mjs');
  assert.equal(out, '1 functionfunctionfunction\n', err);
});
