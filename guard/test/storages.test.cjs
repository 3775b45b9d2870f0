'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

test('storagesWorkAsInPlainNode', () => {
  const source = `
      const { AsyncLocalStorage, AsyncResource } = require("async_hooks");
      const { EventEmitterAsyncResource } = require("events");
      const a = new AsyncLocalStorage(), b = new AsyncLocalStorage(), seen = [];
      const note = (name) => seen.push(name + ":" + a.getStore() + "," + b.getStore());
      class Own extends AsyncLocalStorage { run(store, f) { return super.run(store + "!", f) } }
      const own = new Own();
      a.run("A", (first, second) => b.run(0, () => {
        note("sync" + first + second);
        const resource = new AsyncResource("X"), bound = AsyncResource.bind(() => note("bound")), snapshot = AsyncLocalStorage.snapshot();
        const emitter = new EventEmitterAsyncResource({ name: "E" }).on("x", () => note("emitter"));
        const kept = resource.bind(function () { note("kept" + this) }, "this");
        setTimeout(() => note("timer"), 1); queueMicrotask(() => note("microtask")); Promise.resolve().then(() => note("promise"));
        a.exit(() => note("exit")); a.run(undefined, () => note("none")); a.run("A", () => note("same"));
        own.run("own", () => seen.push(own.getStore()));
        (async () => { await null; note("await"); a.enterWith("E"); await null; note("entered") })();
        setTimeout(() => {
          a.run("other", () => {
            resource.runInAsyncScope((x) => note("resource" + x), undefined, 1); bound(); kept(); emitter.emit("x"); snapshot(() => note("snapshot"));
            try { resource.runInAsyncScope(() => { throw new Error("x") }) } catch {}
            note("after");
            a.disable();
          });
          note("outside");
          console.log(seen.join(" "));
        }, 20);
      }), 1, 2);
      note("end");`;
  const { out, err } = project({ '': { files: { 'main.js': { free: ['console'], source } } } }).run('main.js');
  assert.equal(err, '');
  assert.equal(out.split(' ').length, 18);
  assert.equal(out, spawnSync(process.execPath, ['-e', source], { encoding: 'utf8' }).stdout);
});

test('aGetterInThePlaceOfTheNumberOfAResourceIsNotHandedTheFrame', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console'], source: `
      const { AsyncLocalStorage } = require("async_hooks"); const s = new AsyncLocalStorage();
      s.run("fake-token", () => console.log(require("evil")(), s.getStore()))` } } },
    'node_modules/evil': { builtins: ['async_hooks'], files: { 'index.js': `
      const { AsyncResource } = require("async_hooks");
      module.exports = () => {
        const seen = [];
        const look = (value) => { try { Map.prototype.forEach.call(value, (v, k) => seen.push(v, k)) } catch {} };
        for (const make of [(r) => r, (r) => Object.create(r), (r) => new Proxy(r, { get: (t, k) => { look(t[k]); return t[k] } })]) {
          const resource = new AsyncResource("X");
          const keys = [...Reflect.ownKeys(resource), ...Reflect.ownKeys(AsyncResource.prototype)].filter((k) => typeof k === "symbol");
          const used = make(resource);
          for (const key of keys) {
            try { const value = resource[key]; if (key.description.includes("id_symbol")) Object.defineProperty(used, key, { get() { for (const k of keys) if (k.description.includes("frame")) look(this[k]); return value } }) } catch {}
            look(resource[key]);
          }
          try { used.runInAsyncScope(() => { for (const k of keys) look(used[k]) }) } catch {}
          try { AsyncResource.prototype.runInAsyncScope.call(used, () => { for (const k of keys) look(used[k]) }) } catch {}
        }
        return seen.length;
      }` } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, '0 fake-token\n', err);
});
