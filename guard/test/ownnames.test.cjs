'use strict';
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { project } = require('./fixture.cjs');

const READS = 'exports.read = () => typeof mocker === "undefined" ? "none" : mocker';

test('whatAPackagePutsOnItsGlobalObjectIsAVariableOfItsOtherFiles', () => {
  const { run } = project({
    '': { dependencies: ['tool', 'other'], files: { 'main.js': { free: ['console'], source: 'console.log(require("tool").join(), require("other").read())' } } },
    'node_modules/tool': {
      files: {
        'index.js': {
          free: ['globalThis'], source: `
            const { read } = require("./read"); const seen = [read()];
            globalThis.mocker = "set"; seen.push(read());
            Object.defineProperty(globalThis, "mocker", { value: "defined", configurable: true }); seen.push(read(), require("./late").read());
            delete globalThis.mocker; seen.push(read());
            module.exports = seen`,
        },
        'read.js': { free: ['mocker'], source: READS },
        'late.js': { free: ['mocker'], source: READS },
      },
    },
    'node_modules/other': { files: { 'index.js': { free: ['mocker'], source: READS } } },
  });
  assert.equal(run('main.js').out, 'none,set,defined,defined,none none\n');
});

test('soItIsInEsModules', () => {
  const { run } = project({
    '': { dependencies: ['tool'], files: { 'main.js': { free: ['console'], source: 'import("tool").then(({ seen }) => console.log(seen.join()))' } } },
    'node_modules/tool': {
      files: {
        'package.json': { kind: 'json', source: '{"name":"tool","version":"1.0.0","type":"module","exports":"./index.js"}' },
        'index.js': { kind: 'esm', free: ['globalThis'], source: 'import { read } from "./read.js"; export const seen = [read()]; globalThis.mocker = "set"; seen.push(read())' },
        'read.js': { kind: 'esm', free: ['mocker'], source: 'export const read = () => typeof mocker === "undefined" ? "none" : mocker' },
      },
    },
  });
  assert.equal(run('main.js').out, 'none,set\n');
});

test('whatBelongsToAllTakesOwnMembersOnWhatDerivesFromIt', () => {
  const { run } = project({
    '': { dependencies: ['lib'], files: { 'main.js': { free: ['console'], source: 'console.log(require("lib").join(), [1, 2].pop(), typeof Date.now())' } } },
    'node_modules/lib': {
      files: {
        'index.js': {
          source: `'use strict';
            const stack = [1]; stack.pop = () => 'own pop'; const promise = Promise.resolve(); promise.catch = () => 'own catch';
            class Clock extends Date {} Clock.now = () => 'own now';
            const refused = [() => { Array.prototype.pop = 1 }, () => { Promise.prototype.catch = 1 }, () => { Date.now = 1 }];
            module.exports = [stack.pop(), promise.catch(), Clock.now(), ...refused.map((write) => { try { write(); return 'changed' } catch { return 'refused' } })]`,
        },
      },
    },
  });
  assert.equal(run('main.js').out, 'own pop,own catch,own now,refused,refused,refused 2 number\n');
});
