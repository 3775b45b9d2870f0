'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project, probe } = require('./fixture.cjs');

const contained = { source: 'console.log(typeof Function("return this")().process)', free: ['console'] };

test('childNodeProcessesAreContainedWhateverTheirEnvironment', () => {
  const { run } = project({ '': { files: { 'child.js': contained, 'main.js': { free: ['console', 'process'], source: `
    const c = require("child_process"); const n = process.execPath; const options = { env: {}, encoding: "utf8" };
    delete process.env.NODE_OPTIONS; delete process.env.AMBIT_MANIFEST;
    console.log([c.execFileSync(n, ["child.js"], options), c.spawnSync(n, ["child.js"], options).stdout, c.execSync(n + " child.js", options), c.execFileSync(n, ["child.js"], { encoding: "utf8" }), c.execFileSync(n, ["child.js"], { env: { NODE_OPTIONS: "--no-warnings" }, encoding: "utf8" })].map((s) => s.trim()).join());
    c.execFile(n, ["child.js"], options, (e, out) => console.log(out.trim())); c.spawn(n, ["child.js"], { env: {}, stdio: "inherit" }); c.fork("./child.js", [], { env: {} });` } } } });
  const { code, out, err } = run('main.js');
  assert.deepEqual({ code, out }, { code: 0, out: 'undefined,undefined,undefined,undefined,undefined\nundefined\nundefined\nundefined\n' }, err);
});

test('workersAreContainedWhateverTheirEnvironment', () => {
  const { run } = project({ '': { files: { 'w.js': contained, 'w.mjs': { kind: 'esm', ...contained }, 'main.js': { free: ['console', 'process'], source: `
    const { Worker } = require("worker_threads"); const go = (f, o) => new Promise((r) => new Worker(f, o).on("exit", r).on("error", (e) => console.log(e.message)));
    (async () => { for (const o of [undefined, { env: {} }, { execArgv: [] }, { env: {}, execArgv: [] }]) await go("./w.js", o); await go(new URL("file://" + __dirname + "/w.mjs"), { env: {} });
      try { new Worker("1", { eval: true }) } catch (e) { console.log(e.code) } try { new Worker(new URL("data:text/javascript,1")) } catch (e) { console.log(e.code) } try { Worker("./w.js") } catch (e) { console.log("no new") }
      console.log(new Worker("./w.js") instanceof Worker); })()` } } } });
  const { code, out, err } = run('main.js');
  assert.deepEqual({ code, out }, { code: 0, out: `${'undefined\n'.repeat(5)}ERR_AMBIT_DENIED\nERR_AMBIT_DENIED\nno new\ntrue\nundefined\n` }, err);
});

test('aPackageStartsWorkersOnlyOfItsOwnFiles', () => {
  const { err: _, ...out } = probe({ own: 'typeof new W(require("path").join(__dirname, "w.js"), { execArgv: ["--require", "/nowhere.js"] }).terminate', other: 'new W(require("path").join(__dirname, "../../main.js"))', text: 'new W("1", { eval: true })', constructor: 'new (W.prototype.constructor)("1", { eval: true })' },
    { head: 'const W = require("worker_threads").Worker;', builtins: ['worker_threads', 'path'], files: { 'w.js': '1' } });
  assert.deepEqual(out, { own: 'function', other: 'threw ERR_AMBIT_DENIED', text: 'threw ERR_AMBIT_DENIED', constructor: 'threw TypeError' });
});
