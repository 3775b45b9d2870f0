'use strict';
const assert = require('node:assert/strict');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { project, runPackage } = require('./fixture.cjs');

const curious = { free: ['process', 'fetch'], source: 'const fs = require("fs"); module.exports = [typeof fs.readFile, typeof process.exit, process.env.SECRET, typeof fetch, typeof require("path").join, Object.keys(process.env).includes("SECRET")]' };

test('nothingIsDeniedAndEverythingIsListedAtTheEnd', () => {
  const { run, recorded } = project({ '': { dependencies: ['evil'], files: { 'main.js': { source: 'console.log(JSON.stringify(require("evil")))', free: ['console'] } } }, 'node_modules/evil': { builtins: ['path'], files: { 'index.js': curious } } }, { mode: 'observe' });
  const { code, out, err } = run('main.js', { SECRET: 'x' });
  assert.deepEqual({ code, out }, { code: 0, out: '["function","function","x","function","function",true]\n' });
  assert.equal(err, `ambit: observed 5 capabilities beyond the declarations
  ambit approve evil@1.0.0 fetch
  ambit approve evil@1.0.0 fs
  ambit approve evil@1.0.0 process.env
  ambit approve evil@1.0.0 process.env.SECRET
  ambit approve evil@1.0.0 process.exit
`);
  assert.equal(recorded().length, 5);
  assert.ok(recorded().every((event) => event.event === 'observed' && event.file === 'node_modules/evil/index.js'));
});

test('nothingIsPrintedWhenNothingWasObserved', () => {
  const { code, err } = runPackage('module.exports = 1', { mode: 'observe' });
  assert.deepEqual({ code, err }, { code: 0, err: '' });
});

test('atMostTwentyLinesAreShown', () => {
  const { err } = runPackage({ free: ['process'], source: 'for (let i = 0; i < 30; i++) process.env["V" + i]' }, { mode: 'observe' });
  assert.match(err, /^ambit: observed 30 capabilities/);
  assert.match(err, /\n {2}… and 10 more \(ambit audit\)\n$/);
  assert.equal(err.trim().split('\n').length, 22);
});

test('phantomsNeighboursUnknownAndChangedFilesAreLoaded', () => {
  const { run, root } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { source: 'console.log(require("evil"))', free: ['console'] } } },
    'node_modules/evil': { files: { 'index.js': 'module.exports = [require("victim"), require("../victim/internal"), require("./extra"), require("./changed"), require("./odd")].join()', 'changed.js': '1', 'odd.js': { source: 'module.exports = "odd"', kind: 'error' } }, unlisted: { 'extra.js': 'module.exports = "extra"' } },
    'node_modules/victim': { files: { 'index.js': 'module.exports = "victim"', 'internal.js': 'module.exports = "internal"' } },
  }, { mode: 'observe' });
  writeFileSync(join(root, 'node_modules/evil/changed.js'), 'module.exports = "changed"');
  const { code, out, err } = run('main.js');
  assert.deepEqual({ code, out }, { code: 0, out: 'victim,internal,extra,changed,odd\n' }, err);
  assert.equal(err, `ambit: \`extra.js\` of evil@1.0.0 is not in the policy manifest; run \`ambit run\` again, or \`ambit audit\`
ambit: \`changed.js\` of evil@1.0.0 changed since the policy manifest was written; run \`ambit run\` again, or \`ambit audit\`
ambit: \`odd.js\` of evil@1.0.0 could not be analysed (unexpected token); run \`ambit run\` again, or \`ambit audit\`
ambit: observed 1 capability beyond the declarations
  ambit approve evil@1.0.0 dependency:victim
`);
});

test('importedBuiltinsAreWholeWhenObserving', () => {
  const { run } = project({ '': { dependencies: ['evil'], files: { 'main.mjs': { kind: 'esm', source: 'import x from "evil"; console.log(x)', free: ['console'] } } }, 'node_modules/evil': { builtins: ['fs.readFile'], manifest: { type: 'module', exports: './i.mjs' }, files: { 'i.mjs': 'import { writeFile } from "fs"; import os from "node:os"; export default typeof writeFile + typeof os.hostname' } } }, { mode: 'observe' });
  const { out, err } = run('main.mjs');
  assert.equal(out, 'functionfunction\n');
  assert.equal(err, 'ambit: observed 2 capabilities beyond the declarations\n  ambit approve evil@1.0.0 fs.writeFile\n  ambit approve evil@1.0.0 os\n');
});
