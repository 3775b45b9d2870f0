'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

/** @param {string} body of the application's test @param {string} [dep] what the package does */
function run(body, dep = 'exports.later = (f, ms) => setTimeout(f, ms); exports.now = () => Date.now()') {
  return project({
    '': {
      dependencies: ['dep'],
      files: { 'a.test.js': { source: `const { mock, test } = require('node:test'); const assert = require('node:assert'); const dep = require('dep'); const real = setTimeout; test('a', (t) => { ${body} })`, free: ['require'] } },
    },
    'node_modules/dep': { builtins: ['test'], files: { 'index.js': { source: dep, free: ['globalThis', 'process', 'require'] } } },
  }, {}).run(['--test', '--test-reporter=tap']);
}

test('timersAndDateOfTheApplicationAndOfItsPackagesAreMocked', () => {
  const { code, out } = run(`
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });
    let calls = 0;
    dep.later(() => calls++, 5000);
    setTimeout(() => calls++, 6000);
    assert.deepEqual([dep.now(), new Date().getTime(), new Date(7).getTime(), Date() === String(new Date(1000))], [1000, 1000, 7, true]);
    t.mock.timers.tick(5000);
    assert.deepEqual([calls, dep.now(), Date.now()], [1, 6000, 6000]);
    t.mock.timers.setTime(5900);
    assert.deepEqual([dep.now(), new Date() instanceof Date, Date.UTC(1970, 0), class extends Date {}.now()], [5900, true, 0, 5900]);
    t.mock.timers.runAll();
    assert.equal(calls, 2);
    t.mock.timers.reset();
    assert.ok(Date.now() > 1e9 && dep.now() > 1e9 && setTimeout === real);`);
  assert.equal(code, 0, out);
});

test('allOfThemAreMockedWhereNobodySaysWhich', () => {
  const { code, out } = run(`
    mock.timers.enable();
    const seen = [];
    setImmediate(() => seen.push('immediate')); setInterval(() => seen.push('interval'), 2); setTimeout(() => seen.push('timeout'), 3);
    mock.timers.tick(4);
    assert.deepEqual([seen, Date.now()], [['immediate', 'interval', 'timeout', 'interval'], 4]);
    mock.timers.reset();
    assert.ok(setTimeout === real && Date.now() > 4);`);
  assert.equal(code, 0, out);
});

test('optionsAreReadBeforeTheNamesAreOpen', () => {
  const { out } = run(`
    try { t.mock.timers.enable(dep.options()) } catch (e) { console.log('refused: ' + e.message) }
    assert.ok(setTimeout === real);`,
  "exports.options = () => ({ get apis() { (function () { return this })().setTimeout = () => 'poisoned'; return ['setInterval'] } })");
  assert.match(out, /refused: Cannot assign to read only property/);
  assert.match(out, /# pass 1\n# fail 0/);
});

test('badOptionsAreRefusedInNodesOwnWords', () => {
  const { code, out } = run(`
    for (const apis of ['setTimeout', ['setTimeout', 'nothing'], [1]]) assert.throws(() => t.mock.timers.enable({ apis }), { code: /^ERR_INVALID_ARG/ });
    assert.throws(() => t.mock.timers.enable({ now: 'x' }), { code: /^ERR_INVALID_ARG/ });
    t.mock.timers.enable({ apis: ['Date'] });
    assert.throws(() => t.mock.timers.enable({ apis: ['Date'] }), { code: 'ERR_INVALID_STATE' });`);
  assert.equal(code, 0, out);
});

test('DateAloneLeavesTheTimers', () => {
  const { code, out } = run(`
    t.mock.timers.enable({ apis: ['Date'], now: 5 });
    assert.ok(setTimeout === real && require('timers').setTimeout.name === 'setTimeout');
    t.mock.timers.tick(2);
    assert.equal(Date.now(), 7);`);
  assert.equal(code, 0, out);
});

test('aPackageMocksNothingOfOthers', () => {
  const { out } = run(`
    try { dep.poison() } catch (e) { console.log('refused: ' + e.message) }
    assert.ok(setTimeout === real && Date.now() > 1e9);`,
  `exports.poison = () => {
    const { mock } = require('test' === '' ? '' : 'node:test');
    try { (function () { return this })().setTimeout = () => 'poisoned' } catch {}
    try { Object.defineProperty((function () { return this })(), 'Date', { value: null }) } catch {}
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  }`);
  assert.match(out, /refused: /);
  assert.match(out, /# pass 1\n# fail 0/);
});

test('whatAPackagePutsOnItsOwnGlobalObjectStaysThere', () => {
  const { code, out } = run("assert.equal(dep.own(), 'own'); assert.ok(setTimeout === real)",
    "exports.own = () => { globalThis.setTimeout = () => 'own'; return globalThis.setTimeout() }");
  assert.equal(code, 0, out);
});
