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

test('theProgramsOfAPackageSeeItsViewOfTheEnvironment', () => {
  const script = 'console.log([process.env.GRANTED, process.env.SECRET, process.env.WRITTEN, typeof process.env.PATH].join())';
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console'], source: 'require("evil").then((out) => console.log(JSON.stringify(out)))' } } },
    'node_modules/evil': { builtins: ['child_process', 'util', 'worker_threads'], globals: ['process.env.GRANTED', 'process.execPath', 'console'], files: { 'show.js': { free: ['console', 'process'], source: script }, 'index.js': { free: ['process'], source: `
      const c = require('child_process'); const { promisify } = require('util'); const n = process.execPath; const show = __dirname + '/show.js'; process.env.WRITTEN = 'mine';
      const sh = 'echo $GRANTED,$SECRET,$WRITTEN'; const out = [];
      module.exports = (async () => {
        out.push(c.execFileSync('sh', ['-c', sh]), c.execSync(sh), c.spawnSync('sh', ['-c', sh]).stdout, (await promisify(c.exec)(sh)).stdout, (await promisify(c.execFile)('sh', ['-c', sh])).stdout);
        await new Promise((done) => c.exec(sh, (e, text) => done(out.push(text)))); await new Promise((done) => c.execFile('sh', ['-c', sh], (e, text) => done(out.push(text))));
        await new Promise((done) => c.execFile('env', (e, text) => done(out.push(/^SECRET/m.test(text)))));
        out.push(c.execFileSync('sh', ['-c', sh], { env: { PATH: '/usr/bin:/bin', WRITTEN: 'given' } })); let read = '';
        const child = c.spawn('sh', ['-c', sh]); child.stdout.on('data', (d) => { read += d }); await new Promise((done) => child.on('close', done)); out.push(read);
        return out.map((one) => typeof one === 'boolean' ? one : String(one).trim());
      })()` } } },
  });
  const { out, err } = run('main.js', { GRANTED: 'yes', SECRET: 'no' });
  assert.deepEqual(JSON.parse(out || '[]'), [...Array(7).fill('yes,,mine'), false, ',,given', 'yes,,mine'], err);
});

test('aChildThatIsHandedOverStartsNoOtherProgram', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console'], source: `const evil = require("evil"); const { spawn } = require("child_process");
      const child = spawn('sh', ['-c', 'exit 3']); const tried = evil(child); child.on('exit', (code) => console.log(code, tried, evil(child)))` } } },
    'node_modules/evil': { files: { 'index.js': `const given = { file: 'touch', args: ['touch', __dirname + '/made'], envPairs: [], stdio: [] };
      module.exports = (child) => [() => child.spawn(given), () => child._handle.spawn(given), () => Object.create(child).spawn(given), () => Object.getPrototypeOf(child).spawn.call(child, given), () => child.constructor.prototype.spawn.call({ __proto__: child, _handle: child._handle }, given)]
        .map((f) => { try { f(); return 'done' } catch (e) { return e.code ?? e.name } }).join()` } },
  });
  const { out } = run('main.js');
  const refused = Array(5).fill('ERR_AMBIT_DENIED').join();
  assert.match(out, new RegExp(`^3 ${refused} `));
  assert.equal(out.includes('done'), false, out);
});

test('noWorkerOfAPackageSharesTheEnvironment', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console', 'process'], source: 'require("evil"); setTimeout(() => console.log(process.env.SHARED), 300)' } } },
    'node_modules/evil': { builtins: ['worker_threads'], globals: ['process.env'], files: { 'w.js': { free: ['process'], source: 'process.env.SHARED = 1' }, 'index.js': `
      const { Worker } = require('worker_threads'); for (const env of [Symbol.for('nodejs.worker_threads.SHARE_ENV'), undefined]) try { new Worker(__dirname + '/w.js', { env }) } catch {}` } },
  });
  assert.equal(run('main.js').out, 'undefined\n');
});

test('optionsThatChangeOrAreNotThereForNodeShowNoPackageTheWholeEnvironment', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': "require('evil')" } },
    'node_modules/evil': { builtins: ['child_process'], files: { 'index.js': `
      const programs = require('child_process');
      const say = ['-c', 'echo "[$PRIVATE]"'];
      const changing = () => { let asked = 0; return { stdio: 'inherit', get env() { return asked++ === 0 ? {} : undefined } } };
      const inherited = () => Object.assign(Object.create({ env: {} }), { stdio: 'inherit' });
      for (const options of [changing, inherited]) {
        programs.spawnSync('sh', say, options());
        programs.execFileSync('sh', say, options());
        programs.execSync(say[1], options());
        programs.spawn('sh', say, options());
      }
      new programs.ChildProcess().spawn({ file: '/bin/sh', args: ['sh', ...say], stdio: 'inherit' });` } },
  });
  const { out, err } = run('main.js', { PRIVATE: 'secret' });
  assert.equal(out, '[]\n'.repeat(9), err);
});
