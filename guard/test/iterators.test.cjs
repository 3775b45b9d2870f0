'use strict';
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { probe, project } = require('./fixture.cjs');

test('iteratorsAreAsInNode', () => {
  const source = `'use strict';
const g = Object.create(Iterator.prototype); g.next = () => ({ done: true }); g[Symbol.iterator] = function () { return this; };
class Own extends Iterator { #n = 0; next() { return { value: this.#n++, done: this.#n > 4 }; } }
const fails = (f) => { try { f(); return 'none'; } catch (e) { return e.name + ' ' + e.message; } };
console.log([...g].length, Object.keys(g).join(), g instanceof Iterator, [].values() instanceof Iterator, {} instanceof Iterator, null instanceof Iterator);
console.log([...new Own().map((n) => n * 2)].join(), new Own() instanceof Own, new Own() instanceof Iterator, g instanceof Own, new Own().constructor.name);
console.log(fails(() => new Iterator()), fails(() => Iterator()), Iterator.name, Iterator.length, typeof Iterator.from, Iterator.from([1]).toArray().length);
console.log(String(Object.prototype.toString.call(g)), Reflect.has(g, 'map'), 'take' in Iterator.prototype, typeof Object.getPrototypeOf([].values()).next);
const late = Object.create(Iterator.prototype); late.constructor = 5; late.map = 6; console.log(late.constructor, late.map);
for (const [k, v] of new Map([[1, 2]])) console.log(k, v, ...new Set([3]));`;
  const { root, run } = project({ '': { files: { 'main.js': source } } });
  const plain = spawnSync(process.execPath, ['main.js'], { cwd: root, encoding: 'utf8' });
  assert.equal(plain.status, 0, plain.stderr);
  const { code, out, err } = run('main.js');
  assert.deepEqual({ code, out }, { code: 0, out: plain.stdout }, err);
});

test('whoWritesTheRealPrototypeToIteratorChangesNothing', () => {
  const { code, out, err } = project({ '': { files: { 'main.js': `'use strict';
    const real = Object.getPrototypeOf(Object.getPrototypeOf([].values())), before = Iterator.prototype;
    if (Iterator.prototype !== real) Iterator.prototype = real;
    Object.defineProperty(Iterator, 'prototype', { writable: false });
    class Own extends Iterator {} Own.extra = 1; Own.prototype.next = () => ({ done: true });
    console.log(Iterator.prototype === before, [...new Own()].length, Own.extra, new Own().constructor === Own, Iterator.prototype.constructor === Iterator);` } } }).run('main.js');
  assert.deepEqual({ code, out }, { code: 0, out: 'true 0 1 true true\n' }, err);
});

test('nobodyChangesTheIteratorsOfOthers', () => {
  const { err: _, ...out } = probe({
    own: 'Iterator.prototype[Symbol.iterator] = 1', real: 'Object.getPrototypeOf(Iterator.prototype)[Symbol.iterator] = 1', name: 'Iterator.prototype.map = 1',
    define: 'Object.defineProperty(Iterator.prototype, "x", { value: 1 })', from: 'Iterator.from = 1', global: 'delete (0, Object.getPrototypeOf(globalThis)).Iterator',
    prototype: 'Iterator.prototype = {}', between: 'Iterator.prototype = Object.create(Object.getPrototypeOf(Iterator.prototype))',
    redefine: 'Object.defineProperty(Iterator, "prototype", { value: {} })', drop: 'delete Iterator.prototype', dropFrom: 'delete Iterator.from', new: 'Iterator.extra = 1',
    defineNew: 'Object.defineProperty(Iterator, "extra", { value: 1 })', parent: 'Object.setPrototypeOf(Iterator, {})', call: 'Iterator.from.call = 1', is: 'Iterator[Symbol.hasInstance].call = 1',
    constructor: 'Object.getPrototypeOf(Iterator.prototype).constructor.from = 1',
  }, { head: '"use strict";', free: ['globalThis'] });
  assert.deepEqual(Object.values(out), Object.keys(out).map(() => 'threw TypeError'));
});
