'use strict';
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { project, runPackage, probe } = require('./fixture.cjs');

/** Runs a project of the application alone, with the guard and without, and expects the same. @param {Record<string, any>} files @param {number} [code] */
function sameAsNode(files, code = 0) {
  const { run, root } = project({ '': { files } });
  const guarded = run('main.js');
  const plain = spawnSync(process.execPath, ['main.js'], { cwd: root, encoding: 'utf8' });
  assert.equal(plain.status, code, plain.stderr);
  assert.deepEqual({ code: guarded.code, out: guarded.out }, { code: plain.status, out: plain.stdout }, guarded.err);
  return guarded;
}

const free = ['console', 'process', 'globalThis'];

test('thisArgumentsAndTheModuleObjectAreAsInNode', () => {
  sameAsNode({ 'main.js': { free, source: `
    console.log(this === module.exports, this === exports, arguments.length, arguments[1] === require, arguments[3] === __filename);
    console.log(module.id, module.loaded, module.parent, require.main === module, module.children.length, module.paths[0], module.filename === __filename);
    console.log(Object.keys(module).filter((k) => k[0] !== '_').join(), require.name, typeof require.extensions['.js'], module.path === __dirname);
    console.log((function () { return typeof this })(), (function () { 'use strict'; return typeof this })());
    setImmediate(() => console.log(module.loaded));` } });
});

test('strictDirectivesAndRedeclaredParametersAreAsInNode', () => {
  sameAsNode({
    'main.js': { free, source: 'var exports = exports; var module = module || 1; function require2() {} console.log(typeof exports, typeof module, require("./s"), require("./r"))' },
    's.js': '"use strict";\nmodule.exports = (function () { return this })() === undefined',
    'r.js': 'function exports() {}\nmodule.exports = typeof exports',
  });
});

test('shebangAndByteOrderMarkAreSkipped', () => {
  sameAsNode({
    'main.js': { free, source: '#!/usr/bin/env node\nconsole.log(require("./bom"), require("./bom.json"))' },
    'bom.js': '\ufeffmodule.exports = 1', 'bom.json': '\ufeff{"a":1}',
  });
});

test('cyclesGetPartialExports', () => {
  sameAsNode({
    'main.js': { free, source: 'const a = require("./a"); console.log(a, require("./b"), module.children.length)' },
    'a.js': 'exports.early = 1; exports.b = require("./b").seen; exports.late = 2',
    'b.js': 'exports.seen = Object.keys(require("./a")).join()',
  });
});

test('aModuleThatThrowsLeavesTheCache', () => {
  sameAsNode({
    'main.js': { free, source: 'for (const _ of [1, 2]) try { require("./bad") } catch (e) { console.log(e.message, require.resolve("./bad") in require.cache) }' },
    'bad.js': { free, source: 'globalThis.count = (globalThis.count || 0) + 1; throw new Error("bad " + globalThis.count)' },
  });
});

test('jsonDirectoriesExportsMapsAndTheCacheAreAsInNode', () => {
  sameAsNode({
    'main.js': { free, source: `
      console.log(require("./data.json") === require("./data"), require("./dir").name, require("./dir/"), require("."), require("app/sub"));
      try { require("./broken.json") } catch (e) { console.log(e.name, e.message.replace(/^.*broken/, "broken")) }
      try { require("./nowhere") } catch (e) { console.log(e.code, e.message.split("\\n")[0]) }
      try { require("app/hidden") } catch (e) { console.log(e.code) }
      const before = require("./dir"); delete require.cache[require.resolve("./dir")]; console.log(before === require("./dir"));
      for (const bad of [undefined, "", {}, 7]) try { require(bad) } catch (e) { console.log(e.code, e.name) }
      console.log(require.resolve("./dir").endsWith("index.js"), require.resolve("fs"), require.resolve.paths("x")[0] === module.paths[0], require.resolve.paths("fs"));` },
    'package.json': JSON.stringify({ name: 'app', main: 'lib.js', exports: { './sub': './lib.js' } }),
    'lib.js': 'module.exports = "lib"', 'data.json': '{"a":1}', 'broken.json': '{"a":', 'dir/index.js': 'exports.name = module.parent.filename === require.main.filename',
  });
});

test('linesAndColumnsInStacksAreTrueFromTheFirstLineOn', () => {
  const { out } = runPackage('module.exports = new Error("x").stack.split("\\n")[1].match(/index.js:[\\d:]+/)[0]');
  assert.equal(out, 'index.js:1:18\n');
});

test('requireOfAnEsModuleIsAsInNode', () => {
  sameAsNode({
    'main.js': { free, source: `
      const ns = require("./m.mjs"); console.log(ns.named, ns.default, ns.__esModule, ns === require("./m.mjs"), require("./e.mjs"));
      try { require("./tla.mjs") } catch (e) { console.log(e.code) }` },
    'm.mjs': 'export const named = 1; export default 2', 'e.mjs': 'export default 1; export { x as "module.exports" }; const x = "whole"',
    'tla.mjs': { kind: 'esm', source: 'await 1; export default 3' },
  });
});

test('importInCommonJsWorksWithoutAWarning', () => {
  const { err } = sameAsNode({
    'main.js': { free: [...free, 'eval'], source: 'import("./m.mjs").then(async (m) => console.log(m.default, (await import("fs")).default === require("fs"), await eval("import(\\"./m.mjs\\")") === m))' },
    'm.mjs': 'export default 2',
  });
  assert.equal(err, '');
});

test('anUncaughtErrorEndsWithNodesCode', () => {
  const { err } = sameAsNode({ 'main.js': 'null.x' }, 1);
  assert.match(err, /TypeError: Cannot read properties of null \(reading 'x'\)\n {4}at Object\.<anonymous> \(.*main\.js:1:6\)/);
});

test('aChangedFileIsRefused', () => {
  const { run, root } = project({ '': { files: { 'main.js': 'require("./lib")', 'lib.js': '1' } } });
  writeFileSync(join(root, 'lib.js'), '2');
  const { code, err } = run('main.js');
  assert.equal(code, 1);
  assert.match(err, /ERR_AMBIT_CHANGED_FILE `lib\.js` of app@1\.0\.0 changed since the policy manifest was written; run `ambit run` again, or `ambit audit`/);
});

test('aFileOfAPackageThatTheManifestDoesNotKnowIsRefused', () => {
  for (const [name, request] of [['extra.js', './extra'], ['extra.json', './extra.json'], ['extra.mjs', './extra.mjs']]) {
    const { code, out, err } = runPackage(`require("${request}"); console.log("ran")`, { unlisted: { [name]: '1' } });
    assert.deepEqual({ code, out }, { code: 1, out: '' });
    assert.match(err, new RegExp(`ERR_AMBIT_UNKNOWN_FILE \`${name}\` of evil@1\\.0\\.0 is not in the policy manifest`));
  }
});

test('aFileThatCouldNotBeAnalysedIsRefused', () => {
  const { code, err } = runPackage({ source: 'console.log("ran")', kind: 'error' });
  assert.equal(code, 1);
  assert.match(err, /ERR_AMBIT_UNPARSED `index\.js` of evil@1\.0\.0 could not be analysed \(unexpected token\)/);
});

test('whatIsWrongInAFileOfTheApplicationNodeSays', () => {
  sameAsNode({
    'wrong.js': { source: 'const a = = 1', kind: 'error' }, 'wrong.mjs': { source: 'import from x', kind: 'error' },
    'main.js': { free, source: 'try { require("./wrong.js") } catch (e) { console.log(e.name, e.message) } import("./wrong.mjs").catch((e) => console.log(e.name, e.message))' },
  });
});

test('theApplicationMayLoadFilesThatItGenerated', () => {
  const { run } = project({ '': { files: { 'main.js': { free, source: `
    require("fs").writeFileSync("made.js", "module.exports = typeof process.exit + typeof fetch + typeof globalThis.process.exit");
    require("fs").writeFileSync("made.json", "[1]");
    console.log(require("./made"), require("./made.json"))` } } } });
  assert.equal(run('main.js').out, 'functionfunctionfunction [ 1 ]\n');
});

test('nativeCodeNeedsItsGrant', () => {
  const files = { 'addon.node': { source: 'not really native', kind: 'node' } };
  const refused = runPackage('require("./addon.node")', { files });
  assert.match(refused.err, /evil@1\.0\.0 may not load `native`/);
  assert.match(refused.err, /allow it: ambit approve evil@1\.0\.0 native/);
  const tried = runPackage('require("./addon.node")', { files, native: true });
  assert.match(tried.err, /ERR_DLOPEN_FAILED/);
});

test('theModuleObjectLeadsNowhere', () => {
  const { err, ...out } = probe({
    constructor: 'module.constructor === Object', load: 'typeof module.constructor._load', compile: 'typeof module._compile', proto: 'Object.getPrototypeOf(module) === Object.prototype',
    parentRequire: 'typeof module.parent.require', parentExports: 'Object.keys(module.parent.exports).length', parentFile: 'module.parent.filename.endsWith("main.js")',
    main: 'require.main.require === undefined && require.main.children.length === 0', isMain: 'require.main === module', mainFrozen: 'Object.isFrozen(require.main)',
    cache: 'Object.keys(require.cache).length === 1 && Object.keys(require.cache)[0] === __filename', cachePrototype: 'Object.getPrototypeOf(require.cache) === null',
    extensions: 'String(require.extensions[".js"]).length < 40', children: 'module.children.length',
  });
  assert.deepEqual(out, {
    constructor: true, load: 'undefined', compile: 'undefined', proto: true, parentRequire: 'undefined', parentExports: 0, parentFile: true, main: true,
    isMain: false, mainFrozen: true, cache: true, cachePrototype: true, extensions: true, children: 0,
  });
  assert.equal(err, '');
});

test('aPackageMayDeleteItsOwnCacheEntries', () => {
  const { out } = runPackage('const a = require("./a"); delete require.cache[require.resolve("./a")]; module.exports = a !== require("./a")', { files: { 'a.js': 'module.exports = {}' } });
  assert.equal(out, 'true\n');
});
