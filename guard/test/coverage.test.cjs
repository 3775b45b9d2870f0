'use strict';
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { project } = require('./fixture.cjs');

/**
 * What V8 counted in the files of the project: each function with its ranges, in each report.
 * @param {string} folder @param {string} root
 */
function counted(folder, root) {
  const all = [];
  for (const name of readdirSync(folder)) {
    assert.match(name, /^coverage-\d+-\d+-\d+\.json$/);
    for (const { url, functions } of JSON.parse(readFileSync(join(folder, name), 'utf8')).result) {
      assert.doesNotMatch(url, /\/guard\/src\//);
      if (url.startsWith(pathToFileURL(root).href)) all.push(`${url.slice(url.lastIndexOf('/') + 1)} ${JSON.stringify(functions)}`);
    }
  }
  return all.sort();
}

/** @param {Record<string, any>} files @param {string[]} args @param {string[]} [replaced] */
function both(files, args, replaced) {
  const { root, run } = project({ '': { files } }, { replaced });
  const folder = join(root, 'reports');
  const env = { NODE_V8_COVERAGE: folder };
  const plain = spawnSync(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' });
  const expected = counted(folder, root);
  rmSync(folder, { recursive: true });
  const { code, out, err } = run(args, env);
  assert.deepEqual({ code, out }, { code: plain.status, out: plain.stdout }, err);
  assert.ok(expected.length > 0);
  assert.deepEqual(counted(folder, root), expected);
  return { out, expected: expected.join('\n') };
}

const branches = 'function sign(n) { if (n > 0) { return 1 } if (n < 0) { return -1 } return 0 }';

test('filesThatFollowTheGlobalObjectCountTheSame', () => {
  const { out } = both({
    'part.cjs': { source: `${branches}\nexports.sign = () => sign(Date.now());`, free: ['Date'] },
    'module.mjs': { kind: 'esm', free: ['Date', 'console'], source: `${branches}\nconsole.log(sign(Date.now()))` },
    'main.js': { source: `globalThis.Date = { now: () => -5 }; console.log(require('./part.cjs').sign()); import('./module.mjs')`, free: ['console', 'globalThis', 'require'] },
  }, ['main.js'], ['Date']);
  assert.equal(out, '-1\n-1\n');
});

test('coverageCountsByThePlacesOfTheFilesThemselves', () => {
  const { expected } = both({
    'part.cjs': { source: `#!/usr/bin/env node\n'use strict';\n${branches}\nexports.sign = sign;\nif (sign(1)) return;\nconsole.log('never');\n`, free: ['console'] },
    'module.mjs': { kind: 'esm', free: ['process', 'console'], source: `console.log(process.argv.length); export ${branches}\nfunction unused() { return process }` },
    'main.js': { free: ['console', 'process'], source: `process.on('exit', () => { console.log('listener', sign(-1)) }); const { sign } = require('./part.cjs');
      console.log(sign(2)); import('./module.mjs').then(({ sign }) => { console.log(sign(0)) });` },
  }, ['main.js']);
  for (const name of ['sign', 'unused']) assert.match(expected, new RegExp(`"functionName":"${name}"`));
});

test('coverageCountsWhateverEndsTheProgram', () => {
  const files = {
    'main.js': { free: ['console', 'process', 'setTimeout', 'setInterval'], source: `${branches}
      const { emit, reallyExit } = process;
      function after(how) { console.log('after', how, sign(1)) }
      process.emit = function (...args) { const result = emit.apply(this, args); if (args[0] === 'exit') after('emit'); return result };
      process.reallyExit = function (code) { after('exit'); return reallyExit.call(process, code) };
      const how = process.argv[2];
      if (how === 'exit') process.exit(3);
      if (how === 'throw') setTimeout(() => { throw new Error('no') }, 1);
      if (how === 'reject') Promise.reject(new Error('no'));
      if (how === 'worker') { const w = new (require('worker_threads').Worker)('./forever.js'); w.on('message', () => w.terminate()) }
      if (how === 'take') { sign(1); require('v8').takeCoverage(); sign(-1) }` },
    'forever.js': { free: ['setInterval'], source: `${branches}\nrequire('worker_threads').parentPort.postMessage(sign(2)); setInterval(sign, 1000)` },
  };
  for (const how of ['', 'exit', 'throw', 'reject', 'worker', 'take']) {
    const { out } = both(files, ['main.js', how]);
    assert.match(out, /^after/, how);
  }
});

/** @param {import('./fixture.cjs').FixturePackage} grants @param {string} source */
function covering(grants, source) {
  const { root, run } = project({
    '': { dependencies: ['tool', 'starter'], files: { 'child.js': { free: ['process', 'console'], source: 'console.log(typeof process.env.NODE_V8_COVERAGE, process.env.NODE_OPTIONS.includes("nowhere"))' }, 'main.js': { free: ['console', 'process'], source: `require('tool'); const { execFileSync } = require('child_process');
      console.log(String(execFileSync(process.execPath, ['child.js'])).trim(), require('starter')().trim())` } } },
    'node_modules/tool': { ...grants, files: { 'index.js': { free: ['process'], source } } },
    'node_modules/starter': { builtins: ['child_process.execFileSync'], globals: ['process.execPath'], files: { 'index.js': { free: ['process'], source: 'module.exports = () => String(require("child_process").execFileSync(process.execPath, ["child.js"]))' } } },
  });
  const { out, err } = run('main.js');
  return { out, err, root };
}

test('aPackageThatWritesFilesAsksForTheCoverageOfAllPrograms', () => {
  const folder = 'made/coverage';
  const source = `process.env.NODE_V8_COVERAGE = process.cwd() + '/${folder}'; process.env.NODE_OPTIONS = '--require=/nowhere.js';`;
  const granted = covering({ builtins: ['fs/promises.mkdir'], globals: ['process.env.NODE_V8_COVERAGE', 'process.env.NODE_OPTIONS', 'process.cwd'] }, source);
  assert.equal(granted.out, 'string false string false\n', granted.err);
  assert.equal(readdirSync(join(granted.root, folder)).length > 1, true);
});

test('aPackageThatWritesNoFilesOrHasNotTheNameAsksForNoCoverage', () => {
  const source = "process.env.NODE_V8_COVERAGE = process.cwd() + '/made';";
  for (const grants of [
    { builtins: ['fs.readFileSync', 'fs/promises.readFile', 'path'], globals: ['process.env.NODE_V8_COVERAGE'] }, { builtins: ['fs'], globals: [] }, { globals: ['process.env'] },
    { builtins: ['fs'], globals: ['process.env'], denied: ['process.env.NODE_V8_COVERAGE'] },
  ]) {
    const { out, err, root } = covering(grants, source);
    assert.equal(out, 'undefined false undefined false\n', err);
    assert.equal(existsSync(join(root, 'made')), false);
  }
});

test('reportsOfOthersInTheFolderStayAsTheyAre', () => {
  const { root, run } = project({ '': { files: { 'main.js': { free: ['process'], source: `const fs = require('fs'); fs.symlinkSync('../target.json', 'reports/coverage-' + process.pid + '-1-0.json')` } } } });
  const folder = join(root, 'reports');
  mkdirSync(folder);
  writeFileSync(join(folder, 'coverage-1-1-0.json'), 'of another process');
  const target = '{"result":[]}';
  writeFileSync(join(root, 'target.json'), `${target}\n`);
  const { code, err } = run('main.js', { NODE_V8_COVERAGE: folder });
  assert.equal(code, 0, err);
  assert.equal(readFileSync(join(folder, 'coverage-1-1-0.json'), 'utf8'), 'of another process');
  // what a link leads to is not written to
  assert.equal(readFileSync(join(root, 'target.json'), 'utf8'), `${target}\n`);
});
