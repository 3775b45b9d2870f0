'use strict';
// Realms of their own: what such a package does to primordials stays its own, and the realm is no way out.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { probe, project, runPackage } = require('./fixture.cjs');

const OWN = { realm: 'own' };

test('patchedPrimordialsWorkInsideAndReachNobodyElse', () => {
  const { out, err } = project({
    '': {
      dependencies: ['patcher', 'sibling'],
      files: { 'main.js': { source: 'console.log(JSON.stringify([require("patcher"), [1].push(2), ({}).stolen, require("sibling")]))', free: ['console'] } },
    },
    'node_modules/patcher': {
      realm: 'own',
      files: {
        'index.js': 'Array.prototype.push = function () { return "patched" }; Object.prototype.stolen = 1; Promise = function () {};'
          + 'Array.prototype.last = function () { return this[this.length - 1] }; module.exports = [[].push(1), [1, 2].last(), ({}).stolen, require("./data.json").stolen]',
        'data.json': '{}',
      },
    },
    'node_modules/sibling': { files: { 'index.js': 'module.exports = [[].push(1), typeof [].last, typeof ({}).stolen]' } },
  }).run('main.js');
  assert.equal(err, '');
  assert.equal(out, '[["patched",2,1,1],2,null,[1,"undefined","undefined"]]\n');
});

test('whatWasNotGrantedIsNotThere', () => {
  const out = probe({
    process: 'typeof process.binding',
    global: 'typeof globalThis.fetch',
    free: 'typeof fetch',
    sloppy: '(function () { return typeof this.process })()',
    code: 'Function("return 1")()',
    asyncCode: '(async () => {}).constructor("return 1")()',
    indirect: '(0, eval)("1")',
    wasm: 'typeof globalThis.WebAssembly',
    main: 'typeof require.constructor("return this")().process',
    fs: 'require("fs")',
  }, OWN);
  const { err, ...got } = out;
  assert.deepEqual(got, {
    process: 'undefined', global: 'undefined', free: 'undefined', sloppy: 'undefined', code: 'threw ERR_AMBIT_DENIED', asyncCode: 'threw ERR_AMBIT_DENIED',
    indirect: 'threw ERR_AMBIT_DENIED', wasm: 'undefined', main: got.main, fs: 'threw ERR_AMBIT_DENIED',
  });
  assert.match(String(got.main), /undefined|threw/);
  assert.match(err, /may not use `fetch`/);
});

test('grantsReachItLexicallyAndOnItsGlobalObjectAndNoFurther', () => {
  const out = probe({
    env: 'process.env.PATH',
    view: 'globalThis.process.env.PATH',
    fs: 'typeof require("fs").readFileSync',
    sloppy: '(function () { return typeof this.process })()',
    code: 'Function("return typeof process")()',
    body: 'new Function("a", "b", "return a + b")(1, 2)',
    evaluated: '(0, eval)("[1, 2].length")',
    made: 'Function("return this")().Array === Array',
    kind: '(function () {}).constructor === Function && (() => {}) instanceof Function',
  }, { ...OWN, builtins: ['fs.readFileSync'], globals: ['process.env.PATH', 'Function', 'eval'] });
  const { err, ...got } = out;
  assert.match(got.env, /bin/);
  assert.deepEqual(got, {
    env: got.env, view: got.env, fs: 'function', sloppy: 'undefined', code: 'undefined', body: 3, evaluated: 2, made: true, kind: true,
  });
  assert.equal(err, '');
});

test('whatComesFromTheMainRealmIsWhatItSeems', () => {
  const { err, ...got } = probe({
    buffer: 'Buffer.from("a") instanceof Uint8Array',
    error: '(() => { try { require("./missing.js") } catch (e) { return e instanceof Error } })()',
    object: 'module instanceof Object && require instanceof Function',
    own: '[] instanceof Array && !({} instanceof Array) && new TypeError() instanceof Error',
    sub: '(() => { class A extends Array {} return [new A() instanceof A, [] instanceof A] })()',
    exports: 'module.exports instanceof Object && Object.getPrototypeOf(module.exports) === Object.prototype',
    timers: 'typeof setTimeout + typeof URL + typeof TextEncoder + typeof structuredClone',
    stays: 'Object.getPrototypeOf(globalThis) !== null && globalThis.Array === Array && "Array" in globalThis',
  }, OWN);
  assert.equal(err, '');
  assert.deepEqual(got, {
    buffer: true, error: true, object: true, own: true, sub: [true, false], exports: true, timers: 'functionfunctionfunctionfunction', stays: true,
  });
});

test('callSitesOfTheRealmHandOutNeitherReceiversNorFunctions', () => {
  const { err, ...got } = probe({
    own: 'sites()',
    replaced: '(() => { try { globalThis.Error = { prepareStackTrace: grab }; (function () { return this })().Error = { prepareStackTrace: grab } } catch {} return sites() })()',
    nested: '(() => { try { null.x } catch (e) { return e.stack } })()',
  }, {
    ...OWN,
    head: 'const grab = (e, all) => all.map((s) => typeof s.getThis() + typeof s.getFunction()).filter((s) => s !== "undefinedundefined");'
      + 'Error.prepareStackTrace = grab; function sites() { const o = {}; Error.captureStackTrace(o); return o.stack }',
  });
  assert.equal(err, '');
  assert.deepEqual(got, { own: [], replaced: [], nested: [] });
});

test('theRealmImportsWithItsOwnRights', () => {
  const { out } = runPackage('module.exports = "sync"; import("node:fs").then(() => process.stdout.write("reached"), (e) => console.log(e.code));', OWN);
  assert.equal(out, 'sync\nERR_AMBIT_DENIED\n');
});

test('anESModuleOfSuchAPackageIsRefused', () => {
  const { code, err } = project({
    '': { dependencies: ['esm'], files: { 'main.mjs': 'import "esm"; console.log("ran")' } },
    'node_modules/esm': { realm: 'own', manifest: { type: 'module', exports: './index.mjs' }, files: { 'index.mjs': 'export default 1' } },
  }).run('main.mjs');
  assert.notEqual(code, 0);
  assert.match(err, /ERR_AMBIT_REALM/);
});
