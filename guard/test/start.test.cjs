'use strict';
const assert = require('node:assert/strict');
const { mkdirSync, readFileSync, symlinkSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const hello = { '': { files: { 'main.js': { source: 'console.log("hello " + process.argv.slice(2))', free: ['console', 'process'] } } } };

test('aProgramOfTheProjectRunsAndSeesItsArguments', () => {
  const { code, out, err } = project(hello).run(['main.js', 'a', 'b']);
  assert.deepEqual({ code, out, err }, { code: 0, out: 'hello a,b\n', err: '' });
});

test('withoutAManifestNothingRuns', () => {
  const { code, out, err } = project(hello).run('main.js', { AMBIT_MANIFEST: undefined });
  assert.deepEqual({ code, out }, { code: 2, out: '' });
  assert.equal(err, 'ambit: AMBIT_MANIFEST is not set; start the program with `ambit run`\n');
});

test('withoutTheDigestOfTheManifestNothingRuns', () => {
  for (const AMBIT_MANIFEST_INTEGRITY of [undefined, '', 'sha512-AAAA']) {
    const { code, out, err } = project(hello).run('main.js', { AMBIT_MANIFEST_INTEGRITY });
    assert.deepEqual({ code, out }, { code: 2, out: '' });
    assert.match(err, /^ambit: AMBIT_MANIFEST_INTEGRITY is not `sha256-` and a digest/);
  }
});

test('anAlteredManifestStopsTheProcess', () => {
  const { run, manifestFile } = project(hello);
  writeFileSync(manifestFile, '{"version":1}');
  const { code, out, err } = run('main.js');
  assert.deepEqual({ code, out }, { code: 70, out: '' });
  assert.match(err, /is not the one that AMBIT_MANIFEST_INTEGRITY names; run `ambit run` again\n$/);
});

test('aMissingManifestFileStopsTheProcess', () => {
  const { code, out, err } = project(hello).run('main.js', { AMBIT_MANIFEST: '/nonexistent/manifest.json' });
  assert.deepEqual({ code, out }, { code: 70, out: '' });
  assert.match(err, /^ambit: cannot read the policy manifest `\/nonexistent\/manifest.json`/);
});

test('aMalformedManifestStopsTheProcessWithWhatIsWrong', () => {
  const { run, manifestFile } = project(hello);
  const { createHash } = require('node:crypto');
  for (const [text, message] of [['[', /is not JSON/], ['{"version":9}', /`version` is not 1/],
    ['{"version":1,"root":"x"}', /`root` is not an absolute path/], ['{"version":1,"root":"/","mode":"x"}', /`mode` is neither enforce nor observe/],
    ['{"version":1,"root":"/","mode":"enforce","packages":[]}', /`packages` is empty/],
    ['{"version":1,"root":"/","mode":"enforce","packages":[{"id":"a@1","location":"","authority":"x"}]}', /unknown authority `x`/]]) {
    writeFileSync(manifestFile, /** @type {string} */ (text));
    const digest = createHash('sha256').update(/** @type {string} */ (text)).digest('base64');
    const { code, out, err } = run('main.js', { AMBIT_MANIFEST_INTEGRITY: `sha256-${digest}` });
    assert.deepEqual({ code, out }, { code: 70, out: '' });
    assert.match(err, /** @type {RegExp} */ (message));
  }
});

test('aManifestWhoseFirstLineTellsOfOtherPackagesStopsTheProcess', () => {
  const { run, manifestFile } = project(hello);
  const { createHash } = require('node:crypto');
  const whole = readFileSync(manifestFile, 'utf8');
  for (const [from, to] of [['"locations":["', '"locations":["x'], ['"ids":["', '"ids":["x']]) {
    const text = whole.replace(from, to);
    writeFileSync(manifestFile, text);
    const { code, out, err } = run('main.js', { AMBIT_MANIFEST_INTEGRITY: `sha256-${createHash('sha256').update(text).digest('base64')}` });
    assert.deepEqual({ code, out }, { code: 70, out: '' });
    assert.match(err, /is malformed: `lines` is not what `packages` is/);
  }
});

test('sourceTextOnTheCommandLineOrStdinIsRefused', () => {
  const { run } = project(hello);
  for (const args of [['-e', 'console.log(1)'], ['-p', '1'], ['--check', 'main.js'], ['-i', 'main.js'], [], ['-']]) {
    const { code, out, err } = run(args, {}, 'console.log("from stdin")');
    assert.deepEqual({ args, code, out }, { args, code: 70, out: '' });
    assert.match(err, /^ambit: `-e`, `-p`, `--check`, the REPL and programs on stdin are not contained; run `ambit run FILE`\n$/);
  }
});

test('aProgramOutsideTheProjectIsRefused', () => {
  const other = project(hello);
  const { code, out, err } = project(hello).run(join(other.root, 'main.js'));
  assert.deepEqual({ code, out }, { code: 70, out: '' });
  assert.match(err, /is outside the project/);
});

test('aProgramThatDoesNotExistIsRefused', () => {
  const { code, err } = project(hello).run('nowhere.js');
  assert.equal(code, 70);
  assert.match(err, /^ambit: cannot find the program/);
});

test('theToolRunsUncontainedButItsChildrenDoNot', () => {
  const { run } = project({ '': { files: { 'main.js': { source: 'module.exports = 1; console.log(typeof Function("return this")().process)', free: ['console'] } } } });
  const tool = project(hello).root;
  const script = join(tool, 'tool.js');
  writeFileSync(script, `console.log(typeof Function("return this")().process, require("child_process").execFileSync(process.execPath, ["main.js"], { encoding: "utf8" }).trim());
    new (require("worker_threads").Worker)("console.log(typeof process)", { eval: true });`);
  const { code, out } = run(script, { AMBIT_TOOL: script });
  assert.deepEqual({ code, out }, { code: 0, out: 'object undefined\nobject\n' });
});

test('theProgramIsFoundThroughASymlinkAndWithoutExtension', () => {
  const { run, root } = project(hello);
  symlinkSync(join(root, 'main.js'), join(root, 'link'));
  assert.equal(run('link').out, 'hello \n');
  assert.equal(run('main').out, 'hello \n');
});

test('aPackageFolderThatNobodyKnowsIsNotTheApplications', () => {
  const { run, root } = project({ '': { files: { 'main.js': 'require("dropped")' } } });
  mkdirSync(join(root, 'node_modules/dropped'), { recursive: true });
  writeFileSync(join(root, 'node_modules/dropped/index.js'), 'console.log("ran")');
  const { code, out, err } = run('main.js');
  assert.deepEqual({ code, out }, { code: 1, out: '' });
  assert.match(err, /app@1\.0\.0 may not require `path:node_modules\/dropped\/index\.js`/);
});

test('aSealedManifestIsEnoughAndAnythingElseInItsPlaceIsPassedOver', () => {
  const built = project({ '': { files: { 'main.js': { source: 'console.log("ran")', free: ['console'] } } } });
  const copy = `${built.manifestFile}.copy`;
  writeFileSync(copy, readFileSync(built.manifestFile));
  assert.equal(built.run('main.js', { AMBIT_MANIFEST: '/gone', AMBIT_MANIFEST_SEALED: copy }).out, 'ran\n');
  writeFileSync(copy, '{}');
  assert.equal(built.run('main.js', { AMBIT_MANIFEST_SEALED: copy }).out, 'ran\n');
  const { code, out } = built.run('main.js', { AMBIT_MANIFEST: copy, AMBIT_MANIFEST_SEALED: copy });
  assert.deepEqual([code, out], [70, '']);
});
