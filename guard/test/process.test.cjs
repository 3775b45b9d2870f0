'use strict';
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { project, probe, runPackage } = require('./fixture.cjs');

test('theHarmlessMembersNeedNoGrant', () => {
  const { err, ...out } = probe({
    platform: 'typeof process.platform', version: 'process.versions.node === process.version.slice(1)', cwd: 'typeof process.cwd()', hr: 'typeof process.hrtime.bigint()', rss: 'typeof process.memoryUsage.rss()',
    tick: 'process.nextTick(() => {})', stdout: 'typeof process.stdout.write', same: 'process.versions === process.versions', uptime: 'typeof process.uptime()', tag: 'String(process)', module: 'require("process") === process && require("node:process") === process',
    memory: 'process.memoryUsage().rss > 0',
  });
  assert.deepEqual(out, { platform: 'string', version: true, cwd: 'string', hr: 'bigint', rss: 'number', stdout: 'function', same: true, uptime: 'number', tag: '[object process]', module: true, memory: true });
  assert.equal(err, '');
});

test('whatIsNotGrantedIsUndefinedAndSaidOnce', () => {
  const { err, ...out } = probe({ exit: 'typeof process.exit', again: 'typeof process.exit', call: 'process.kill(1)', argv: 'typeof process.argv', on: 'typeof process.on', keys: 'Object.keys(process).includes("exit")', own: 'Object.keys(process).length > 20' });
  assert.deepEqual(out, { exit: 'undefined', again: 'undefined', call: 'threw TypeError', argv: 'undefined', on: 'undefined', keys: false, own: true });
  assert.match(err, /evil@1\.0\.0 may not use `process\.exit`\n {2}node_modules\/evil\/index\.js:3:\d+ {3}via app > evil\n {2}allow it: ambit approve evil@1\.0\.0 process\.exit\n/);
  assert.equal(err.match(/process\.exit`/g)?.length, 1);
});

test('grantedMembersReachTheRealProcess', () => {
  const { code, out } = runPackage({ free: ['process'], source: 'process.exitCode = 3; module.exports = [process.exitCode, process.argv.length, typeof process.exit]' }, { globals: ['process.exitCode', 'process.argv', 'process.exit'] });
  assert.deepEqual({ code, out }, { code: 3, out: '[3,2,"function"]\n' });
});

test('listenersGetTheViewAndNotTheRealProcess', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console', 'process'], source: 'require("evil"); process.emit("ping", 1)' } } },
    'node_modules/evil': { globals: ['process.on', 'process.removeListener'], files: { 'index.js': { free: ['process', 'console'], source: `
      function gone() { console.log("never") } process.on("ping", gone); process.removeListener("ping", gone);
      console.log(process.on("ping", function (n) { console.log(n, this === process, typeof this.binding) }) === process)` } } },
  });
  assert.equal(run('main.js').out, 'true\n1 true undefined\n');
});

test('theDoorsNeedAGrantByName', () => {
  const expressions = { binding: 'typeof process.binding', linked: 'typeof process._linkedBinding', dlopen: 'typeof process.dlopen', builtin: 'typeof process.getBuiltinModule', main: 'typeof process.mainModule' };
  for (const globals of [[], ['process']]) {
    const { err: _, ...out } = probe(expressions, { globals });
    assert.deepEqual(out, { binding: 'undefined', linked: 'undefined', dlopen: 'undefined', builtin: 'undefined', main: 'undefined' });
  }
  const { process: { doors, members } } = JSON.parse(readFileSync(join(__dirname, '../../spec/builtins/globals.json'), 'utf8'));
  const gates = Object.keys(members).filter((name) => name in process && process[/** @type {'pid'} */ (name)] !== undefined && name !== 'env' && !name.startsWith('_events'));
  const { err: said } = probe({ all: `${JSON.stringify([...gates, 'mainModule'])}.forEach((name) => process[name])` }, { globals: ['process'] });
  const refused = [...said.matchAll(/may not use `process\.(\w+)`/g)].map((match) => match[1]);
  assert.deepEqual(refused.sort(), doors.filter((/** @type {string} */ name) => name !== 'stdout' && name !== 'stderr' && (gates.includes(name) || name === 'mainModule')).sort());
  const { err: _, ...out } = probe({ fs: 'process.getBuiltinModule("fs")', path: 'typeof process.getBuiltinModule("node:path").join' }, { globals: ['process.getBuiltinModule'], builtins: ['path'] });
  assert.deepEqual(out, { fs: 'threw ERR_AMBIT_DENIED', path: 'function' });
});

test('aWholeGrantGivesTheOtherMembers', () => {
  const { err, ...out } = probe({ exit: 'typeof process.exit', env: 'typeof process.env.PATH', argv: 'process.argv.length', proto: 'Object.getPrototypeOf(process) === Object.prototype' }, { globals: ['process'] });
  assert.deepEqual(out, { exit: 'function', env: 'string', argv: 2, proto: true });
  assert.equal(err, '');
});

test('onlyGrantedNamesOfTheEnvironmentAreThere', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console', 'process'], source: 'process.env.LATER = "live"; console.log(JSON.stringify(require("evil")), process.env.HOME2, process.env.NEW, process.env.GRANTED)' } } },
    'node_modules/evil': { globals: ['process.env.GRANTED', 'process.env.UNSET', 'process.env.LATER'], files: { 'index.js': { free: ['process'], source: `
      const e = process.env; const first = e.GRANTED; e.NEW = 1; e.GRANTED = "mine"; const own = e.GRANTED; delete e.GRANTED;
      module.exports = [first, own, e.GRANTED, e.UNSET, "UNSET" in e, e.LATER, e.HOME2, e.NEW, Object.keys(e).join(), e.hasOwnProperty("LATER"), typeof e.toString]` } } },
  });
  const { out, err } = run('main.js', { GRANTED: 'yes', HOME2: 'secret' });
  assert.equal(out, '["yes","mine",null,null,false,"live",null,"1","NEW,LATER",true,"function"] secret undefined yes\n');
  assert.match(err, /may not use `process\.env\.HOME2`/);
  assert.match(err, /may not use `process\.env`/);
});

test('whoMayReadTheWholeEnvironmentGivesNewNamesAndChangesNone', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console', 'process'], source: `const evil = require("evil"); const { SET, NEW, NODE_OPTIONS, HTTPS_PROXY, LD_PRELOAD, NODE_ENV } = process.env;
      console.log(JSON.stringify([SET, NEW, NODE_OPTIONS === evil.options, HTTPS_PROXY, LD_PRELOAD, NODE_ENV, evil.own, evil.listed])); evil.off(); console.log(process.env.NEW, process.env.SET)` } } },
    'node_modules/evil': { globals: ['process.env'], files: { 'index.js': { free: ['process'], source: `
      const e = process.env; exports.options = e.NODE_OPTIONS; e.SET = 'changed'; e.NEW = 'first'; e.NEW = 'given'; e.NODE_ENV = 'test'; e.NODE_OPTIONS = '--require=/evil.js'; e.HTTPS_PROXY = 'http://evil'; e.LD_PRELOAD = 'evil.so';
      exports.own = [e.SET, e.NEW, e.NODE_OPTIONS, e.HTTPS_PROXY, 'SET' in e]; exports.listed = Object.keys(e).filter((k) => k === 'SET' || k === 'NEW').sort(); exports.off = () => { delete e.NEW; delete e.SET }` } } },
  });
  const { out, err } = run('main.js', { SET: 'set' });
  assert.equal(out, '["set","given",true,null,null,"test",["changed","given","--require=/evil.js","http://evil",true],["NEW","SET"]]\nundefined set\n', err);
  assert.equal(err, '');
});
