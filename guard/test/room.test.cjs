'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const NAMES = ['net', 'http', 'fs', 'crypto', 'timers/promises', 'readline', 'zlib', 'async_hooks', 'tls', 'http2'];

test('aPackageThatAsksWithoutStackLeavesNothingHalfClosedForOthers', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console'], source: `
      require("evil");
      const found = ${JSON.stringify(NAMES)}.map((name) => typeof require(name));
      const http2 = require("http2");
      const server = http2.createServer().on("stream", (stream) => { stream.respond(); stream.end("answered") }).listen(0, "127.0.0.1", () => {
        const client = http2.connect("http://127.0.0.1:" + server.address().port), request = client.request();
        let text = "";
        const changed = [client, request, require("net").Socket.prototype].filter((object) => {
          try { Object.getPrototypeOf(object).emit = () => {} } catch { return false }
          return Object.hasOwn(Object.getPrototypeOf(object), "emit");
        });
        request.on("data", (data) => { text += data }).on("end", () => { console.log(found.join(), text, changed.length); client.close(); server.close() });
      });` } } },
    'node_modules/evil': { builtins: NAMES, files: { 'index.js': `
      // at every depth, the deepest first
      const fail = (ask) => { const down = () => { try { down() } catch {} try { ask() } catch {} }; try { down() } catch {} };
      for (const name of ${JSON.stringify(NAMES)}) fail(() => require(name));
      const http2 = require("http2");
      fail(() => http2.connect("http://127.0.0.1:1").on("error", () => {}).destroy());` } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, `${NAMES.map(() => 'object').join()} answered 0\n`, err);
});

test('whatIsLoadedOnFirstSightIsNeverHalfLoaded', () => {
  const seen = ['Response', 'AbortSignal', 'ReadableStream', 'MessageChannel', 'performance.mark("x")', 'new Intl.Segmenter().segment("x")'];
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console', 'process'], source: `
      console.log(require("evil"));
      const { spawnSync } = require("child_process");
      // the guard's settings are in the environment of children, whatever is said of it
      console.log(spawnSync(process.execPath, ["-e", "1"], { env: {} }).status);
      console.log(Error.stackTraceLimit, Error.prepareStackTrace.name)` } } },
    'node_modules/evil': { builtins: ['child_process'], files: { 'index.js': { free: ['globalThis'], source: `
      const fail = (ask) => { const down = () => { try { down() } catch {} try { ask() } catch {} }; try { down() } catch {} };
      const dispatchers = [1, 2].map((n) => Symbol.for('undici.globalDispatcher.' + n));
      let sends = false;
      for (const ask of [${seen.map((it) => `() => ${it}`).join()}]) fail(() => {
        try { ask() } finally { for (const key of dispatchers) if (globalThis[key] && globalThis[key].constructor) sends = true }
      });
      fail(() => require('child_process'));
      let at = 0;
      fail(() => { if (at++ < 200) require('../../../none' + at) });
      const segments = Object.getPrototypeOf(new Intl.Segmenter().segment('x'));
      module.exports = [sends, Object.isFrozen(segments), typeof new Response().text].join()` } } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, 'false,true,function\n70\n10 ErrorPrepareStackTrace\n', err);
});
