'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

test('frozenPrototypesStayFastForStoresIntoArraysAndMethodsOfStrings', () => {
  const { run } = project({ '': { files: { 'main.js': { source: `
    const frozen = [Array.prototype, Object.prototype, Function.prototype, Map.prototype, Date.prototype].map(Object.isFrozen);
    // what V8 looks at when a store goes beyond what an array holds: the kind that \`freeze\` gives takes 25 times as long
    console.log(frozen.join(), %HasDictionaryElements(Array.prototype), %HasFastProperties(Array.prototype), %HasFastProperties(String.prototype), %HasFastProperties(Object), Reflect.ownKeys(Array.prototype).length);`,
  free: ['console'] } } } });
  const { out, err } = run(['--allow-natives-syntax', 'main.js']);
  assert.equal(err, '');
  assert.equal(out, `true,true,true,true,true true true true true ${Reflect.ownKeys(Array.prototype).length}\n`);
});

test('noPrototypeOfTheLanguageIsLeftADictionaryWhichOptimizedCodeDoesNotReadThrough', () => {
  const { run } = project({ '': { files: { 'main.js': { source: `
    const slow = [];
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const d = Object.getOwnPropertyDescriptor(globalThis, name);
      // what is in between: the prototypes of errors and of typed arrays have one more than plain
      for (let at = d.value?.prototype; at; at = Object.getPrototypeOf(at)) if (!%HasFastProperties(at)) slow.push(name);
    }
    console.log(slow.filter((name) => /Array$|Error$|^(Buffer|Map|Set|Date|Promise|RegExp|String)$/.test(name)).join());`,
  free: ['Object', 'console'] } } } });
  assert.deepEqual(run(['--allow-natives-syntax', 'main.js']), { code: 0, out: '\n', err: '' });
});

test('noMemberOfTheArrayPrototypeCanBeReplacedAddedOrRemoved', () => {
  const { run } = project({ '': { dependencies: ['evil'], files: { 'main.js': { source: 'require("evil"); console.log([2, 1].sort().map((n) => n + 1).join(), [].first, [].ambit)', free: ['console'] } } },
    'node_modules/evil': { files: { 'index.js': `
      const evil = () => ['evil'];
      const tries = [() => { Array.prototype.map = evil; }, () => { delete Array.prototype.sort; }, () => { Array.prototype[0] = 1; }, () => { Array.prototype.ambit = 1; },
        () => { Array.prototype.length = 7; }, () => Object.defineProperty(Array.prototype, 'join', { value: evil }), () => Object.setPrototypeOf(Array.prototype, { evil })];
      for (const attempt of tries) try { attempt(); } catch {}` } } });
  assert.deepEqual(run('main.js'), { code: 0, out: '2,3 undefined undefined\n', err: '' });
});
