'use strict';
// Names added to objects of the language: only the packages that may, only the names that they may, for everybody to see.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const SHOW = `
const kinds = [typeof Reflect.tag, typeof Error.mark, typeof (() => 0).twice, JSON.stringify([typeof 5n.toJSON]), 'apply' in Reflect, 'tag' in Reflect, Object.isFrozen(Reflect), Object.isFrozen(BigInt.prototype)];
module.exports = kinds.join();`;

/** @param {string} source of a package that may add @param {string} evil of one that may not */
function programOf(source, evil = 'module.exports = 1') {
  const additions = ['BigInt.prototype.toJSON', 'Error.mark', 'Function.prototype.twice', 'Reflect'];
  return project({
    '': {
      dependencies: ['adds', 'evil', 'sibling'],
      files: { 'main.js': { source: 'console.log(require("evil"), "|", require("adds"), "|", require("sibling"), "|", require("evil/again"))', free: ['console'] } },
    },
    'node_modules/adds': { additions, files: { 'index.js': { source, free: ['BigInt', 'Error', 'Function', 'Reflect', 'globalThis'] } } },
    'node_modules/evil': { files: { 'index.js': evil, 'again.js': evil } },
    'node_modules/sibling': { files: { 'index.js': SHOW } },
  }, { additions }).run('main.js');
}

test('whatAPackageAddsEverybodySees', () => {
  const { out, err } = programOf(`
    Object.defineProperty(Reflect, 'tag', { configurable: true, writable: true, value: () => 1 });
    Object.defineProperty(globalThis.Reflect, Symbol.for('registry'), { value: 7, enumerable: false, configurable: false, writable: false });
    Object.defineProperty(Error, 'mark', { value: {}, writable: false, enumerable: false, configurable: false });
    Function.prototype.twice = function () { return this() + this() };
    BigInt.prototype.toJSON = function () { return String(this) };
    const f = () => 2;
    module.exports = [JSON.stringify({ a: 5n }), f.twice(), Reflect.tag(), typeof Error.mark, Reflect[Symbol.for('registry')], Reflect.apply(f, 0, []), Object.keys(Reflect).length,
      new Error('x') instanceof Error, (() => 0) instanceof Function, BigInt(3) === 3n, Object.getOwnPropertyDescriptor(Reflect, 'tag').value === Reflect.tag, class extends Error {}.name].join()`);
  assert.equal(err, '');
  assert.equal(out, '1 | {"a":"5"},4,1,object,7,2,0,true,true,true,true, | function,object,function,["function"],true,true,true,true | 1\n');
});

test('whatIsInheritedAlreadyStaysWhatItIs', () => {
  const additions = ['Uint8Array.prototype.slice', 'Error.twice'];
  const { out, err } = project({
    '': {
      dependencies: ['adds'],
      files: { 'main.js': { source: 'console.log(typeof new Uint8Array(1).slice, require("adds"), new Uint8Array(3).slice(1).length, Error.twice)', free: ['console', 'Uint8Array', 'Error'] } },
    },
    'node_modules/adds': { additions, files: { 'index.js': { source: 'if (!Uint8Array.prototype.slice) Uint8Array.prototype.slice = 1; try { Uint8Array.prototype.slice = 2 } catch {} Error.twice = 2; module.exports = 1', free: ['Uint8Array', 'Error'] } } },
  }, { additions }).run('main.js');
  assert.equal(err, '');
  assert.equal(out, 'function 1 2 2\n');
});

test('nobodyElseAddsOrReplacesThem', () => {
  const evil = `
    const results = [];
    const attempt = (f) => { try { results.push(f()) } catch (e) { results.push(e.constructor === TypeError ? 'refused' : String(e)) } };
    attempt(() => { 'use strict'; Reflect.tag = 'evil'; return 'added' });
    attempt(() => { Object.defineProperty(Reflect, 'tag', { value: 'evil' }); return 'added' });
    attempt(() => { Object.defineProperty(Object.getPrototypeOf(Reflect), 'tag', { value: 'evil' }); return 'added' });
    attempt(() => { 'use strict'; Object.getPrototypeOf(Reflect).tag = 'evil'; return 'added' });
    attempt(() => { Object.setPrototypeOf(Reflect, { tag: 'evil' }); return 'added' });
    attempt(() => { 'use strict'; Error.mark = 'evil'; return 'added' });
    attempt(() => { Object.defineProperty(Error, 'mark', { value: 'evil' }); return 'added' });
    attempt(() => { 'use strict'; BigInt.prototype.toJSON = () => 'evil'; return 'added' });
    attempt(() => { 'use strict'; globalThis.Function.prototype.twice = () => 'evil'; return 'added' });
    attempt(() => { const own = Object.create(BigInt.prototype); own.toJSON = 'mine'; return own.toJSON });
    module.exports = results.join()`;
  const { out, err } = programOf('Reflect.tag = () => 1; Error.mark = { mine: true }; module.exports = Reflect.tag() + Error.mark.mine', evil);
  const refused = 'refused,refused,refused,refused,refused,refused,refused,refused,refused,mine';
  assert.equal(err, '');
  assert.equal(out, `${refused} | 2 | function,object,undefined,["undefined"],true,true,true,true | ${refused}\n`);
});

test('membersOfTheLanguageStayWhatTheyAreThroughTheView', () => {
  const { out, err } = programOf(`
    'use strict';
    const results = [];
    for (const f of [() => { Reflect.apply = () => 'evil' }, () => { Object.defineProperty(Reflect, 'apply', { value: 1 }) }, () => { Function.prototype.call = 1 },
      () => { Function.prototype.other = 1 }, () => { Error.other = 1 }, () => { delete Reflect.apply }, () => { Object.setPrototypeOf(Reflect, {}) }]) {
      try { f(); results.push('changed') } catch (e) { results.push(e instanceof TypeError) }
    }
    module.exports = results.join() + typeof Reflect.apply`);
  assert.equal(err, '');
  assert.equal(out.split(' | ')[1], 'true,true,true,true,true,true,truefunction');
});

test('aDeclaredPackageAddsNothingBeyondItsNames', () => {
  const { out, err } = project({
    '': { dependencies: ['one', 'two'], files: { 'main.js': { source: 'console.log(require("one"), require("two"))', free: ['console'] } } },
    'node_modules/one': { additions: ['Error.mine'], files: { 'index.js': { free: ['Error'], source: "Error.mine = 1; try { 'use strict'; Object.defineProperty(Error, 'yours', { value: 2 }) } catch {} module.exports = Error.mine" } } },
    'node_modules/two': { additions: ['Error.yours'], files: { 'index.js': { free: ['Error'], source: 'module.exports = String(Error.yours) + Error.mine' } } },
  }, { additions: ['Error.mine', 'Error.yours'] }).run('main.js');
  assert.equal(err, '');
  assert.equal(out, '1 undefined1\n');
});
