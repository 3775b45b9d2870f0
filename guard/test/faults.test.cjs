'use strict';
// What is broken before or at the start ends the process; it never runs uncontained and never ends with 0 in silence.

const { test } = require('node:test');
const assert = require('node:assert/strict');
const { mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { createHash } = require('node:crypto');
const { project } = require('./fixture.cjs');

const hello = { '': { files: { 'main.js': "console.log('hello')" } } };

test('aManifestThatIsCutOffAtAnyPlaceStopsTheProcess', () => {
  const { run, manifestFile } = project(hello);
  const whole = readFileSync(manifestFile);
  for (const length of [0, 1, Math.floor(whole.length / 2), whole.length - 1]) {
    const cut = whole.subarray(0, length);
    writeFileSync(manifestFile, cut);
    // with the digest of the whole one, and with its own
    for (const digest of [whole, cut].map((bytes) => createHash('sha256').update(bytes).digest('base64'))) {
      const { code, out, err } = run('main.js', { AMBIT_MANIFEST_INTEGRITY: `sha256-${digest}` });
      assert.deepEqual({ code, out }, { code: 70, out: '' });
      assert.match(err, /^ambit: the policy manifest /);
    }
  }
});

test('aManifestThatCannotBeReadStopsTheProcess', () => {
  const { run, manifestFile } = project(hello);
  rmSync(manifestFile);
  mkdirSync(manifestFile);
  const { code, out, err } = run('main.js');
  assert.deepEqual({ code, out }, { code: 70, out: '' });
  assert.match(err, /^ambit: cannot read the policy manifest /);
});

test('aFileOfAnUnknownKindDoesNotRun', () => {
  const { run } = project({
    '': { files: { 'main.js': "try { require('odd') } catch (error) { console.log(error.code) }" }, dependencies: ['odd'] },
    'node_modules/odd': { files: { 'index.js': { source: "console.log('it ran')", kind: 'coffee' } } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, 'ERR_AMBIT_UNPARSED\n');
  assert.match(err, /has the unknown kind `coffee`/);
});

test('aWorkerThatIsEndedAtItsStartRunsNothing', () => {
  const { run } = project({
    '': {
      files: {
        'main.js': "const { Worker } = require('worker_threads'); const worker = new Worker('./thread.js'); worker.terminate().then((code) => console.log('ended', code))",
        'thread.js': "console.log('it ran')",
      },
    },
  });
  const { code, out } = run('main.js');
  assert.equal(code, 0);
  // the number is Node's, which differs with how far the thread was
  assert.match(out, /^ended [01]\n$/);
});
