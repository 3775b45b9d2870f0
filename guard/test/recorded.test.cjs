'use strict';
const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

function recordedProject() {
  const made = project({
    '': {
      dependencies: ['leaf'],
      files: { 'main.js': { source: 'const { a, twice } = require("leaf"); console.log(twice(a), require("leaf/late").at());', free: ['console'] }, 'other.js': 'require("leaf");' },
    },
    'node_modules/leaf': {
      files: {
        'index.js': 'const { a } = require("./data.json"); module.exports = { a, twice: (n) => n * 2 };', 'data.json': '{"a":21}',
        'late.js': '"use strict";\nexports.at = () => [new Error("x").stack.split("\\n")[1].replace(/.*late/, "late"), this === exports, arguments.length].join();',
      },
    },
  });
  const code = join(made.root, '.ambit-code');
  const integrity = () => readFileSync(`${code}.integrity`, 'utf8');
  return { ...made, code, integrity };
}
const OUT = '42 late.js:2:21),true,5\n';

test('theSecondRunUsesWhatTheFirstOneRecordedAndReadsNoFileAgain', () => {
  const { run, code, integrity } = recordedProject();
  assert.deepEqual(run('main.js', { AMBIT_CODE: code }), { code: 0, out: OUT, err: '' });
  const before = readFileSync(code);
  const { ino } = statSync(code);
  assert.deepEqual(run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: integrity() }), { code: 0, out: OUT, err: '' });
  assert.equal(statSync(code).ino, ino, 'nothing new, nothing written');
  assert.deepEqual(readFileSync(code), before);
  // what only the record says is what runs, so the file was not read
  const other = Buffer.from(before.toString('latin1').replace('{"a":21}', '{"a":33}'), 'latin1');
  writeFileSync(code, other);
  const named = `sha256-${createHash('sha256').update(other).digest('base64')}`;
  assert.equal(run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: named }).out, OUT.replace('42', '66'));
});

test('typesAreTakenAwayOnceAndNotAgain', () => {
  const made = project({ '': {
    files: { 'main.mts': { source: "import { n } from './lib.cts';\nconst x: number = 21;\nconsole.log(x as number, n)", kind: 'esm', free: ['console'] }, 'lib.cts': { source: 'const n: number = 4; exports.n = n as number', kind: 'cjs' } },
  } });
  const code = join(made.root, '.ambit-code');
  const out = '21 4\n';
  assert.deepEqual(made.run('main.mts', { AMBIT_CODE: code }), { code: 0, out, err: '' });
  const again = { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: readFileSync(`${code}.integrity`, 'utf8') };
  const { ino } = statSync(code);
  assert.deepEqual(made.run('main.mts', again), { code: 0, out, err: '' });
  assert.equal(statSync(code).ino, ino, 'nothing new, nothing written');
  // what only the record says is what runs, so nothing was stripped
  const other = Buffer.from(readFileSync(code, 'latin1').replace('const x         = 21', 'const x         = 33'), 'latin1');
  writeFileSync(code, other);
  const named = `sha256-${createHash('sha256').update(other).digest('base64')}`;
  assert.equal(made.run('main.mts', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: named }).out, '33 4\n');
  // a file that somebody edited is not what was recorded
  writeFileSync(join(made.root, 'lib.cts'), 'const n: number = 5; exports.n = n as number');
  const { out: none, err } = made.run('main.mts', again);
  assert.equal(none, '');
  assert.match(err, /ERR_AMBIT_CHANGED_FILE/);
});

test('aFileThatWasEditedSinceIsReadAndRefusedAndTheRecordDoesNotHideIt', () => {
  const { root, run, code, integrity } = recordedProject();
  run('main.js', { AMBIT_CODE: code });
  writeFileSync(join(root, 'node_modules/leaf/data.json'), '{"a":22}');
  const { code: end, out, err } = run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: integrity() });
  assert.match(err, /ERR_AMBIT_CHANGED_FILE `data.json` of leaf@1.0.0 changed/);
  assert.equal(out, '');
  assert.notEqual(end, 0);
});

test('aRecordThatIsNotTheOneNamedIsNotUsed', () => {
  const { root, run, code, integrity } = recordedProject();
  run('main.js', { AMBIT_CODE: code });
  const named = integrity();
  const evil = readFileSync(code, 'latin1').replace('n) => n * 2', 'n) => n * 9');
  assert.match(evil, /n \* 9/);
  for (const text of [evil, '', 'x', evil.slice(0, 50)]) {
    writeFileSync(code, text, 'latin1');
    assert.deepEqual(run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: named }), { code: 0, out: OUT, err: '' });
  }
  rmSync(code);
  assert.deepEqual(run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: named }), { code: 0, out: OUT, err: '' });
  assert.ok(existsSync(join(root, '.ambit-code')), 'made anew');
});

test('aRecordOfTextsThatTheManifestDoesNotNameIsNotUsed', () => {
  const { run, code } = recordedProject();
  run('main.js', { AMBIT_CODE: code });
  const bytes = readFileSync(code);
  const end = 4 + bytes.readUInt32LE(0);
  const index = JSON.parse(bytes.toString('utf8', 4, end));
  for (const name of Object.keys(index.files)) index.files[name].digest = createHash('sha256').update(name).digest('base64');
  const changed = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(changed.length);
  const forged = Buffer.concat([length, changed, Buffer.from(bytes.subarray(end).toString('latin1').replace('n) => n * 2', 'n) => n * 9'), 'latin1')]);
  writeFileSync(code, forged);
  const AMBIT_CODE_INTEGRITY = `sha256-${createHash('sha256').update(forged).digest('base64')}`;
  assert.deepEqual(run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY }), { code: 0, out: OUT, err: '' });
});

test('aRecordThatIsAsTheGuardWroteItIsNotHashedAgainAndAnyOtherIs', () => {
  const { run, code, integrity } = recordedProject();
  run('main.js', { AMBIT_CODE: code });
  const other = Buffer.from(readFileSync(code, 'latin1').replace('{"a":21}', '{"a":33}'), 'latin1');
  writeFileSync(code, other);
  const { ctimeNs, dev, ino, size } = statSync(code, { bigint: true });
  const nobodys = `sha256-${'A'.repeat(43)}=`;
  const named = (/** @type {string} */ state) => run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: `${nobodys} ${state} -` }).out;
  // the state alone speaks for it here
  assert.equal(named(`${ctimeNs}:${dev}:${ino}:${size}`), OUT.replace('42', '66'));
  writeFileSync(code, other);
  for (const state of ['-', '', `${ctimeNs}:${dev}:${ino}:${size}`, `${ctimeNs}:${dev}:${ino}`]) assert.equal(named(state), OUT);
  assert.match(integrity(), /^sha256-[\w+/]{43}= [\d:]+ ([\d:]+|-)$/, 'written anew');
});

test('aManifestThatWasChangedInPlaceIsRefusedWhateverItsStateWas', async () => {
  const { root, run, code, integrity } = recordedProject();
  const at = join(root, '.ambit-manifest.json');
  // what changed two seconds ago at most may change again unseen
  await new Promise((resolve) => setTimeout(resolve, 2100));
  run('main.js', { AMBIT_CODE: code });
  const named = integrity();
  assert.match(named, /^sha256-[\w+/]{43}= [\d:]+ [\d:]+$/);
  const { ctimeNs, dev, ino, size } = statSync(at, { bigint: true });
  assert.ok(named.endsWith(` ${ctimeNs}:${dev}:${ino}:${size}`));
  const text = readFileSync(at, 'latin1');
  writeFileSync(at, text.replace('"enforce"', '"observe"'), 'latin1');
  const changed = run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: named });
  assert.equal(changed.out, '');
  assert.match(changed.err, /is not the one that AMBIT_MANIFEST_INTEGRITY names/);
  // put back, it is hashed again, and known by its new state from then on
  writeFileSync(at, text, 'latin1');
  await new Promise((resolve) => setTimeout(resolve, 2100));
  assert.deepEqual(run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: named }), { code: 0, out: OUT, err: '' });
  assert.notEqual(integrity(), named);
  assert.match(integrity(), /^sha256-[\w+/]{43}= [\d:]+ [\d:]+$/);
});

test('nothingIsHashedWhereAllIsAsItWas', async () => {
  const { root, run } = project({ '': { dependencies: ['leaf'], files: {
    'main.mjs': { source: 'import { loads } from "leaf"; console.log(loads())', kind: 'esm', free: ['console'] },
  } }, 'node_modules/leaf': { globals: ['process.moduleLoadList'], files: {
    'index.js': { source: 'exports.loads = () => process.moduleLoadList.includes("NativeModule crypto")', free: ['process'] },
  } } });
  const code = join(root, '.ambit-code');
  await new Promise((resolve) => setTimeout(resolve, 2100));
  assert.equal(run('main.mjs', { AMBIT_CODE: code }).out, 'true\n');
  const AMBIT_CODE_INTEGRITY = readFileSync(`${code}.integrity`, 'utf8');
  assert.equal(run('main.mjs', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY }).out, 'false\n');
});

test('theHashIsNodesOwnWhateverTheApplicationMakesOfCrypto', () => {
  const good = createHash('sha256').update('console.log("good")').digest('base64');
  const ways = ['require("crypto")', 'require("node:crypto")', 'process.getBuiltinModule("crypto")', 'require("module").createRequire(__filename)("crypto")'];
  for (const way of ways) {
    const { root, run } = project({
      '': { dependencies: ['leaf'], files: { 'main.js': {
        source: `const crypto = ${way}; const { hash } = crypto; crypto.hash = (a, b, c) => (String(b).includes("evil") ? "${good}" : hash(a, b, c)); require("leaf")`, free: ['process'],
      } } },
      'node_modules/leaf': { files: { 'index.js': { source: 'console.log("good")', free: ['console'] } } },
    });
    assert.equal(run('main.js', {}).out, 'good\n');
    writeFileSync(join(root, 'node_modules/leaf/index.js'), 'console.log("evil")');
    const { out, err } = run('main.js', {});
    assert.equal(out, '');
    assert.match(err, /ERR_AMBIT_CHANGED_FILE/);
  }
});

test('theRecordOfAnotherProgramIsNotUsed', () => {
  const { run, code, integrity } = recordedProject();
  run('other.js', { AMBIT_CODE: code });
  assert.deepEqual(run('main.js', { AMBIT_CODE: code, AMBIT_CODE_INTEGRITY: integrity() }), { code: 0, out: OUT, err: '' });
});

test('textThatBreaksOutOfItsFunctionIsRefusedWhileRecordingToo', () => {
  const { run, code } = (() => {
    const made = project({ '': { files: { 'main.js': '}})}); console.log("out"); (function () { return { a() {{' } } });
    return { ...made, code: join(made.root, '.ambit-code') };
  })();
  const { code: exit, out, err } = run('main.js', { AMBIT_CODE: code });
  assert.deepEqual({ exit, out }, { exit: 1, out: '' });
  assert.match(err, /SyntaxError/);
});

test('childrenDoNotGetTheRecordOfTheirParent', () => {
  const { run, code } = (() => {
    const made = project({ '': { files: {
      'main.js': { source: 'require("child_process").execFileSync(process.execPath, ["child.js"], { stdio: "inherit" })', free: ['process'] },
      'child.js': { source: 'console.log("AMBIT_CODE" in process.env)', free: ['console', 'process'] },
    } } });
    return { ...made, code: join(made.root, '.ambit-code') };
  })();
  assert.equal(run('main.js', { AMBIT_CODE: code }).out, 'false\n');
});
