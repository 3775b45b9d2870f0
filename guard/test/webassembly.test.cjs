'use strict';
// WebAssembly is had by name; Node's own HTTP parser keeps it.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { probe, project } = require('./fixture.cjs');

const WASM = 'new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])';
const WAYS = {
  name: `new WebAssembly.Module(${WASM}) instanceof Object`,
  view: 'typeof globalThis.WebAssembly',
  made: 'typeof Function("return this")().WebAssembly',
  reflected: 'typeof Reflect.get((function () { return this })(), "WebAssembly")',
  named: 'typeof Function("return WebAssembly\\n//# sourceURL=node:internal/deps/undici/undici")()',
};

test('withoutAGrantNoWayLeadsToWebAssembly', () => {
  const { err, ...got } = probe(WAYS, { free: ['globalThis', 'WebAssembly'], globals: ['Function'] });
  assert.match(err, /may not use `WebAssembly`/);
  assert.deepEqual(got, { name: 'threw TypeError', view: 'undefined', made: 'undefined', reflected: 'undefined', named: 'undefined' });
});

test('aGrantGivesItByName', () => {
  const { err, ...got } = probe({ name: WAYS.name, view: WAYS.view }, { free: ['globalThis', 'WebAssembly'], globals: ['WebAssembly'] });
  assert.equal(err, '');
  assert.deepEqual(got, { name: true, view: 'object' });
});

test('fetchStillCompilesItsParser', () => {
  const { out, err } = project({
    '': {
      files: {
        'main.js': {
          source: `require('http').createServer((_, r) => r.end('body')).listen(0, '127.0.0.1', async function () {
            console.log(await (await fetch('http://127.0.0.1:' + this.address().port)).text(), typeof WebAssembly.Module, globalThis.WebAssembly === WebAssembly);
            this.close(); this.closeAllConnections();
          })`,
          free: ['fetch', 'console', 'globalThis', 'WebAssembly'],
        },
      },
    },
  }).run('main.js');
  assert.equal(err, '');
  assert.equal(out, 'body function true\n');
});
