'use strict';
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { after, test } = require('node:test');
const { project } = require('./fixture.cjs');

const guard = mkdtempSync(join(tmpdir(), 'ambit-prepared-'));
after(() => rmSync(guard, { recursive: true }));
cpSync(join(__dirname, '../src'), join(guard, 'src'), { recursive: true });
cpSync(join(__dirname, '../../spec/builtins'), join(guard, 'spec/builtins'), { recursive: true });

const boot = { NODE_OPTIONS: `--require="${join(guard, 'src/boot.cjs')}"` };
const prepare = () => execFileSync(process.execPath, [join(guard, 'src/prepare/prepare.cjs')], { encoding: 'utf8', stdio: 'pipe' });
const attack = () => project({
  '': { dependencies: ['leaf'], files: { 'main.js': 'const leaf = require("leaf"); console.log(leaf.name);' } },
  'node_modules/leaf': { files: { 'index.js': 'exports.name = "leaf"; try { require("fs") } catch (e) { exports.name = e.code }' } },
});

test('withoutAPreparedFileTheGuardStartsFromItsSources', () => {
  const { code, out } = attack().run('main.js', boot);
  assert.deepEqual({ code, out }, { code: 0, out: 'ERR_AMBIT_DENIED\n' });
});

test('thePreparedGuardContainsAsItsSourcesDo', () => {
  prepare();
  const [file] = readdirSync(join(guard, 'cache'));
  assert.equal(file, `${process.version}-${process.platform}-${process.arch}`);
  // so that nothing but the prepared file can have answered
  for (const name of readdirSync(join(guard, 'src'))) {
    if (name.endsWith('.cjs') && !name.endsWith('boot.cjs') && name !== 'slot.cjs') rmSync(join(guard, 'src', name));
  }
  const { code, out, err } = attack().run('main.js', boot);
  assert.deepEqual({ code, out }, { code: 0, out: 'ERR_AMBIT_DENIED\n' });
  assert.match(err, /^ERR_AMBIT_DENIED leaf@1.0.0 may not require `fs`\n  node_modules\/leaf\/index.js:1:30 /);
});

test('codeThatV8RefusesIsCompiledAgain', () => {
  const file = join(guard, 'cache', readdirSync(join(guard, 'cache'))[0]);
  const bytes = readFileSync(file);
  // the head of V8's data, where its version and its flags stand
  bytes.fill(0, 4 + bytes.readUInt32LE(0), 4 + bytes.readUInt32LE(0) + 24);
  writeFileSync(file, bytes);
  const { code, out } = attack().run('main.js', boot);
  assert.deepEqual({ code, out }, { code: 0, out: 'ERR_AMBIT_DENIED\n' });
});

test('aManifestInAnotherFormIsReadWhole', () => {
  const { run, manifestFile } = attack();
  const text = JSON.stringify(JSON.parse(readFileSync(manifestFile, 'utf8')), null, 2);
  writeFileSync(manifestFile, text);
  const { code, out } = run('main.js', { AMBIT_MANIFEST_INTEGRITY: `sha256-${createHash('sha256').update(text).digest('base64')}` });
  assert.deepEqual({ code, out }, { code: 0, out: 'ERR_AMBIT_DENIED\n' });
});
