'use strict';
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

/** @param {string} evil what the package `dep` does */
function withTests(evil) {
  const free = ['require', 'console'];
  return project({
    '': {
      dependencies: ['dep'],
      files: {
        'sum.test.js': { source: `const { test } = require('node:test');
          const dep = require('dep');
          test('sums', () => { if (dep.sum(1, 2) !== 3) throw new Error('wrong'); });
          test('sees', () => { console.log('seen: ' + dep.seen()); });`, free },
      },
    },
    'node_modules/dep': { files: { 'index.js': { source: `exports.sum = (a, b) => a + b; exports.seen = () => ${evil}`, free: [] } } },
  });
}

const ISOLATION = process.allowedNodeEnvironmentFlags.has('--test-isolation') ? '--test-isolation' : '--experimental-test-isolation';

for (const isolation of ['process', 'none']) {
  test(`theTestRunnerOfNodeRunsTestsContainedWithIsolation_${isolation}`, () => {
    const { run } = withTests('typeof setTimeout');
    const { code, out } = run(['--test', `${ISOLATION}=${isolation}`, '--test-reporter=tap']);
    assert.equal(code, 0, out);
    assert.match(out, /ok 1 - sums/);
    assert.match(out, /seen: function/);
    assert.match(out, /# pass 2\n# fail 0/);
  });

  test(`aFailingTestFailsWithIsolation_${isolation}`, () => {
    const { run } = withTests('require("fs").readdirSync("/").length');
    const { code, out } = run(['--test', `${ISOLATION}=${isolation}`, '--test-reporter=tap']);
    assert.equal(code, 1, out);
    assert.match(out, /ok 1 - sums/);
    assert.match(out, /not ok 2 - sees/);
    assert.match(out, /dep@1\.0\.0 may not require `fs`/);
    // what an error has beside its message comes from another process
    assert.match(out, /failureType: 'testCodeFailure'/);
    assert.match(out, /code: 'ERR_AMBIT_DENIED'/);
    assert.match(out, /stack: \|-/);
  });
}

test('testFilesAreNamedByPatternsAndFolders', () => {
  const { run } = withTests('1');
  const { code, out } = run(['--test', '--test-reporter=tap', '*.test.js']);
  assert.equal(code, 0, out);
  assert.match(out, /# pass 2\n/);
});

test('theWatcherOfNodeStartsTheProgramContained', async () => {
  const { env, root } = project({
    '': { dependencies: ['dep'], files: { 'main.js': { source: 'console.log(require("dep"))', free: ['console', 'require'] } } },
    'node_modules/dep': { files: { 'index.js': { source: 'try { require("fs"); module.exports = "has fs" } catch (e) { module.exports = e.code }', free: ['require'] } } },
  });
  writeFileSync(join(root, 'other.txt'), '');
  const child = spawn(process.execPath, ['--watch', 'main.js'], { cwd: root, env });
  let out = '';
  await new Promise((resolve) => {
    child.stdout.on('data', (data) => {
      out += data;
      if (out.includes('Completed') || out.includes('Failed')) child.kill();
    });
    child.on('close', resolve);
  });
  assert.match(out, /^ERR_AMBIT_DENIED\n/);
  assert.match(out, /Completed running/);
});

test('aFlagThatIsTakenBackOpensNoDoor', () => {
  const { run } = withTests('1');
  for (const args of [['--test', '--no-test', '-'], ['--watch', '--no-watch', '-'], ['--test', '--no-test'], ['--no_test', '--test', '-e', '1'], ['--test', '-e', 'console.log(1)'], ['--watch', '-p', '1']]) {
    const { code, out } = run(args, {}, 'console.log("from stdin")');
    assert.doesNotMatch(out, /from stdin/, args.join(' '));
    assert.notEqual(code, 0, args.join(' '));
  }
});
