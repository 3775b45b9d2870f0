'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { probe, project, runPackage } = require('./fixture.cjs');

test('theLanguageCannotBeChanged', () => {
  const expressions = [
    'Array.prototype.push = 1', 'Object.prototype.polluted = 1', 'Promise.prototype.then = 1', 'String.prototype.trim = 1', 'JSON.parse = 1', 'Object.prototype.toString = 1', 'Map.prototype.get = 1', 'Array.from = 1', 'Math.random = 1',
    'Object.getPrototypeOf(function* () {}).prototype.x = 1', 'Object.getPrototypeOf([][Symbol.iterator]()).next = 1', 'Object.getPrototypeOf(async () => {}).x = 1', 'Object.getPrototypeOf(Int8Array).from = 1', 'Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})()))).x = 1',
    'Object.getPrototypeOf("a".matchAll(/a/g)).next = 1', 'Object.getPrototypeOf(new Intl.Segmenter().segment("a")).x = 1', 'Function.prototype.call = 1', 'Reflect.apply = 1', 'Symbol.iterator = 1', 'Error.captureStackTrace = 1', 'Proxy.revocable = 1', 'Intl.DateTimeFormat.prototype.format = 1', 'WebAssembly.compile = 1',
    'Object.setPrototypeOf(Array.prototype, {})', 'Object.defineProperty(Object.prototype, "x", { value: 1 })', '({}).__proto__.x = 1', 'Error.extra = 1', 'Object.defineProperty(Error, "stackTraceLimit", { get() {} })',
  ];
  const { err: _, ...out } = probe(Object.fromEntries(expressions.map((e, i) => [`e${i}`, `(() => { "use strict"; ${e}; return "changed" })()`])));
  expressions.forEach((e, i) => assert.equal(out[`e${i}`], 'threw TypeError', e));
});

test('assignmentsOnDerivedObjectsWorkAsRealPackagesNeedThem', () => {
  const { err, ...out } = probe({
    esquery: '(() => { function E() {} E.prototype = Object.create(Error.prototype); E.prototype.constructor = E; E.prototype.name = "E"; E.prototype.toString = () => "e"; return new E().constructor === E && String(new E()) })()',
    typedArray: '(() => { const a = new Uint8Array(1); a.constructor = Array; return a.constructor === Array && new Uint8Array(1).constructor === Uint8Array })()',
    npmConfig: '(() => { class C extends Map { } const c = new C(); c.set = () => 7; return c.set(1) + c.size })()', webpack: '(() => { const m = {}; m.hasOwnProperty = () => 1; m.toString = () => "m"; m.valueOf = () => 3; m.constructor = 4; return m.hasOwnProperty() + String(m) + m.constructor })()',
    depd: '(() => { const limit = Error.stackTraceLimit, old = Error.prepareStackTrace, o = {}; Error.prepareStackTrace = (e, s) => s; Error.stackTraceLimit = Math.max(10, limit); Error.captureStackTrace(o); const s = o.stack.slice(1); Error.prepareStackTrace = old; Error.stackTraceLimit = limit; return typeof s[0].getFileName() + typeof s[0].toString() + typeof s[0].isEval() + (s[0].getThis() === undefined) })()',
    fn: '(() => { function f() {} f.call = 1; f.toString = () => "f"; f.bind = 2; return String(f) + f.call + f.bind })()', date: '(() => { class D extends Date {} D.prototype.toISOString = () => "d"; return new D().toISOString() })()', keys: 'Object.keys(Object.assign(Object.create({}), { toString: 1 })).join()',
    enumerable: '(() => { const o = {}; o.valueOf = 1; return Object.keys(o).join() + JSON.stringify(Object.getOwnPropertyDescriptor(o, "valueOf")) })()', symbolTag: 'Object.prototype.toString.call(null)', plain: 'Object.getOwnPropertyDescriptor(Array.prototype, "map").value === [].map',
    callsites: '(() => { const _ = Error.prepareStackTrace; Error.prepareStackTrace = (__, stack) => stack; const stack = new Error().stack.slice(1); Error.prepareStackTrace = _; return Array.isArray(stack) && typeof new Error().stack })()', weak: '(() => { const w = new WeakMap(); w.get = 1; return w.get })()',
  });
  assert.deepEqual(out, {
    esquery: 'e', typedArray: true, npmConfig: 7, webpack: '1m4', depd: 'stringstringbooleantrue', fn: 'f12', date: 'd', keys: 'toString', enumerable: 'valueOf{"value":1,"writable":true,"enumerable":true,"configurable":true}',
    symbolTag: '[object Null]', plain: true, callsites: 'string', weak: 1,
  });
  assert.equal(err, '');
});

test('hostPolyfillsOnTheirOwnCopiesWork', () => {
  const { err: _, ...out } = probe({ subclass: '(() => { class L extends Array {} return new L(1, 2, 3).map((x) => x).constructor === L })()', promise: '(() => { class P extends Promise {} return P.resolve(1) instanceof P })()', spread: '[...new Set([1, 2])].length', regexp: '"a-b".replace(/-/g, "+")' });
  assert.deepEqual(out, { subclass: true, promise: true, spread: 2, regexp: 'a+b' });
});

test('nobodyLeavesInheritedNamesOnTheGlobalObject', () => {
  const { out, err } = runPackage(`
    const root = (function () { return this })(); const refused = [];
    for (const key of ['__defineSetter__', 'toString', 'valueOf']) { try { (function () { 'use strict'; root[key] = 1 })() } catch (e) { refused.push(e instanceof TypeError) } }
    module.exports = refused.join() + Object.keys(root).includes('toString')`);
  assert.equal(out, 'true,true,truefalse\n', err);
});

test('membersOfTheLanguageAndOfNodeShowAsDataAndOnlyThey', () => {
  const { out, err } = project({
    '': { dependencies: ['greet'], files: { 'main.js': { free: ['console'], source: 'require("greet")(console)' } } },
    'node_modules/greet': { builtins: ['events'], files: { 'index.js': `"use strict"; module.exports = (console) => {
      const real = (async () => {})().constructor.prototype, made = {}, results = [], failing = Promise.reject(1);
      for (const name of ["then", "catch", "finally"]) {
        const d = Reflect.getOwnPropertyDescriptor(real, name); Reflect.defineProperty(made, name, { ...d, value: d.value.bind(failing) });
      }
      results.push(Object.keys(Object.getOwnPropertyDescriptor(Function.prototype, "call")).join("+"), "get" in Object.getOwnPropertyDescriptors(Error.prototype).toString);
      const one = Promise.resolve(); one.catch = () => "own"; results.push(one.catch()); const bytes = Buffer.alloc(4); bytes.readUInt8 = () => 7; results.push(bytes.readUInt8(), Buffer.alloc(4).readUInt8());
      for (const own of [{}, Object.create(Promise.prototype)]) {
        const get = Object.defineProperty(() => 1, "originalValue", { value: 2 }); Object.defineProperty(own, "x", { get }); results.push(typeof Object.getOwnPropertyDescriptor(own, "x").get);
      }
      const d = Object.getOwnPropertyDescriptor(require("events").prototype, "on"); results.push(typeof d.value, typeof d.get, d.configurable);
      try { Object.defineProperty(Promise.prototype, "catch", { value: 1 }); results.push("defined") } catch (e) { results.push(e.name) }
      try { Promise.prototype.catch = 1; results.push("assigned") } catch (e) { results.push(e.name) }
      results.push(/\\[native code\\]/.test(Object.getOwnPropertyDescriptor), Object.getOwnPropertyDescriptor.length, new Proxy({}, {}) && Object.getOwnPropertyDescriptor("ab", 0).value);
      made.catch((e) => console.log(results.join(), e));
    }` } },
  }).run('main.js');
  assert.equal(err, '');
  assert.equal(out, 'value+writable+enumerable+configurable,false,own,7,0,function,function,function,undefined,false,TypeError,TypeError,true,2,a 1\n');
});
