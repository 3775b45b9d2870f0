'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project, probe } = require('./fixture.cjs');

test('theGlobalObjectHoldsNothingPowerful', () => {
  const names = ['process', 'fetch', 'WebSocket', 'crypto', 'navigator', 'BroadcastChannel', 'CryptoKey', 'SubtleCrypto', 'Crypto', 'PerformanceObserver', 'Navigator', 'localStorage', 'EventSource'];
  const { err, ...out } = probe(Object.fromEntries([
    ...names.map((name) => [name, `typeof ${name}`]), ...names.map((name) => [`f_${name}`, `typeof (function () { return this })().${name}`]),
    ...names.map((name) => [`d_${name}`, `(() => { const d = Object.getOwnPropertyDescriptor((function () { return this })(), "${name}"); return d === undefined ? "undefined" : typeof d.value + d.configurable })()`]),
  ]), { free: [] });
  for (const name of names) {
    assert.equal(out[name], 'undefined', name);
    assert.equal(out[`f_${name}`], 'undefined', name);
    assert.match(out[`d_${name}`], /^undefined(false)?$/, name);
  }
  assert.match(err, /evil@1\.0\.0 may not use `process`\n {2}node_modules\/evil\/index\.js:\d+:\d+ {3}via app > evil\n {2}allow it: ambit approve evil@1\.0\.0 process\n/);
  assert.match(err, /may not use `globalThis\.crypto`\n[^\n]*\n {2}allow it: ambit approve evil@1\.0\.0 globalThis\.crypto\n/);
});

test('grantedGlobalsAreVariablesOfTheFile', () => {
  const { err, ...out } = probe({ fetch: 'typeof fetch', crypto: 'typeof crypto.subtle', socket: 'typeof WebSocket', key: 'CryptoKey.name', perf: 'PerformanceObserver.name', channel: 'BroadcastChannel.name', nav: 'typeof navigator.hardwareConcurrency', wasm: 'typeof WebAssembly.compile', global: 'typeof globalThis.fetch + typeof global.crypto' },
    { free: ['fetch', 'crypto', 'WebSocket', 'CryptoKey', 'PerformanceObserver', 'BroadcastChannel', 'navigator', 'WebAssembly', 'globalThis', 'global'], globals: ['fetch', 'globalThis.crypto', 'WebSocket', 'CryptoKey', 'PerformanceObserver', 'BroadcastChannel', 'navigator', 'WebAssembly'] });
  assert.deepEqual(out, { fetch: 'function', crypto: 'object', socket: 'function', key: 'CryptoKey', perf: 'PerformanceObserver', channel: 'BroadcastChannel', nav: 'number', wasm: 'function', global: 'functionobject' });
  assert.equal(err, '');
});

test('webAssemblyWithoutAGrantIsUndefinedAndSaid', () => {
  const { err, it } = probe({ it: 'typeof WebAssembly' }, { free: ['WebAssembly'] });
  assert.equal(it, 'undefined');
  assert.match(err, /may not use `WebAssembly`/);
});

test('unknownAndAssignedNamesAreVariablesOfTheFile', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console', 'globalThis'], source: 'globalThis.window = "the application\'s"; globalThis.leak = 0; console.log(require("evil"), globalThis.window, globalThis.leak, globalThis.counter)' } } },
    'node_modules/evil': { files: { 'index.js': { free: ['window', 'counter', 'leak'], assigned: ['counter', 'leak'], source: 'counter = 1; leak = 5; module.exports = typeof window + counter' } } },
  });
  assert.equal(run('main.js').out, 'undefined1 the application\'s 0 undefined\n');
});

test('aPackageHasItsOwnGlobalObject', () => {
  const { run } = project({
    '': { dependencies: ['evil', 'other'], files: { 'main.js': { free: ['console', 'globalThis'], source: 'console.log(require("evil"), require("other"), typeof globalThis.mine, globalThis.setTimeout === setTimeout)' } } },
    'node_modules/evil': { files: { 'index.js': { free: ['globalThis', 'global'], source: '"use strict"; globalThis.mine = 1; global.setTimeout = 2; globalThis.Array = 3; globalThis.fetch = 4; globalThis.Buffer = 5; module.exports = [global === globalThis, globalThis.globalThis === global, global.mine, globalThis.setTimeout, globalThis.Array, globalThis.fetch, globalThis.Buffer, typeof Array].join()' } } },
    'node_modules/other': { files: { 'index.js': { free: ['globalThis'], source: 'module.exports = [typeof globalThis.mine, typeof globalThis.setTimeout, typeof globalThis.process.exit, typeof globalThis.fetch, typeof globalThis.Array, typeof globalThis.URL].join()' } } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, 'true,true,1,2,3,4,5,function undefined,function,undefined,undefined,function,function undefined true\n');
  assert.match(err, /other@1\.0\.0 may not use `process\.exit`/);
  assert.match(err, /other@1\.0\.0 may not use `fetch`/);
});

test('theApplicationSeesEverythingThroughGlobalThisAndWritesToIt', () => {
  const { run } = project({ '': { files: { 'main.js': { free: ['console', 'globalThis', 'global', 'process', 'fetch', 'crypto'], source: `
    globalThis.shared = 1; console.log(shared, require("./b"), typeof globalThis.process.exit, global === globalThis, globalThis.global === global, "process" in globalThis, typeof fetch, typeof crypto.subtle, process === globalThis.process);
    Object.defineProperty(globalThis, "pinned", { value: 2 }); Object.defineProperty(globalThis, "hard", { value: 3, configurable: false }); console.log(pinned, globalThis.hard, Object.keys(globalThis).includes("shared"), delete globalThis.shared, typeof shared, globalThis instanceof Object);
    const old = globalThis.fetch; globalThis.fetch = () => "mocked"; console.log(globalThis.fetch(), require("./c")); globalThis.setTimeout = 1; console.log(globalThis.setTimeout, typeof Object.getOwnPropertyDescriptor(globalThis, "process").get)` },
    'b.js': { free: ['shared', 'globalThis'], source: 'module.exports = shared + globalThis.shared' }, 'c.js': { free: ['globalThis'], source: 'module.exports = globalThis.fetch()' } } } });
  const { out, err } = run('main.js');
  assert.equal(out, '1 2 function true true true function object true\n2 3 true true undefined true\nmocked mocked\n1 function\n');
  assert.equal(err, '');
});

test('fetchWorksForWhoHasIt', () => {
  const { run } = project({ '': { files: { 'main.js': { free: ['console', 'fetch'], source: `
    const server = require("http").createServer((q, r) => r.end("pong")).listen(0, "127.0.0.1", async () => {
      console.log(await (await fetch("http://127.0.0.1:" + server.address().port)).text()); server.close(); server.closeAllConnections(); })` } } } });
  assert.equal(run('main.js').out, 'pong\n');
});

test('aManifestNameCannotBecomeCode', () => {
  const { err: _, it } = probe({ it: 'typeof require' }, { free: ['a){}}evil();({m(b', 'arguments', 'eval', 'require', 'x=1', ''] });
  assert.equal(it, 'function');
});

test('theStoreOfTheSessionIsGivenWhereNodeHasOne', () => {
  const { out, err } = project({
    '': { dependencies: ['greet'], files: { 'main.js': { free: ['console'], source: 'console.log(require("greet"))' } } },
    'node_modules/greet': { globals: ['sessionStorage'], files: { 'index.js': { free: ['sessionStorage'], source: `
      if (typeof sessionStorage === "undefined") module.exports = "none";
      else { sessionStorage.setItem("bird", "owl"); sessionStorage.getItem = "shadow"; module.exports = sessionStorage.getItem("bird"); }` } } },
  }).run('main.js');
  assert.equal(err, '');
  assert.equal(out, /** @type {any} */ (globalThis).sessionStorage === undefined ? 'none\n' : 'owl\n');
});
