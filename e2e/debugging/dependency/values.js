'use strict';
const { EventEmitter } = require('events');
const { Readable, PassThrough } = require('stream');

class Point {
  #secret = 1;

  constructor(x, y) {
    this.x = x;
    this.y = y;
  }

  static origin = new Point(0, 0);

  get length() {
    return Math.hypot(this.x, this.y);
  }
}
class Point3 extends Point {
  get [Symbol.toStringTag]() {
    return 'three';
  }
}
class Shown {
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return `shown ${depth} ${inspect([1], options)}`;
  }
}
class Stack extends Array {}
class Failure extends Error {
  name = 'Failure';

  code = 'E1';
}
const circle = { name: 'circle' };
circle.self = circle;
const bare = Object.create(null, { hidden: { value: 1 }, seen: { value: 2, enumerable: true } });
const failure = (error) => {
  error.stack = `${error.name}: ${error.message}\n    at there (file.js:1:2)`;
  return error;
};
function Old() {
  this.a = 1;
}
Old.prototype.method = function () {};
const props = function () {};
props.extra = 1;

/** Everything that people print. */
exports.values = () => ({
  nothing: [undefined, null, NaN, -0, 0, 1e21, 1n, true, '', "it's", 'a\nb', '\u001b[0m', Symbol('s'), Symbol.iterator],
  boxed: [Object(1), Object('text'), Object(true), Object(1n), Object(Symbol('s'))],
  dates: [new Date(0), new Date(NaN), Object.assign(new Date(0), { extra: 1 })],
  expressions: [/a+/gi, Object.assign(/b/, { extra: 1 })],
  functions: [() => {}, function named() {}, async () => {}, function* generate() {}, async function* both() {}, class {}, Point, Point3, Old, props, Math.max, Array, Error],
  objects: [{}, { a: 1, 'b-c': [2], [Symbol('k')]: 3 }, bare, circle, { get a() { return 1; }, set a(v) {}, set b(v) {} }, Object.freeze({ f: 1 }), { deep: { deeper: { deepest: { end: 1 } } } }, Object.create({ inherited: 1 })],
  classes: [new Point(3, 4), new Point3(1, 2), new Old(), new Shown(), Point.prototype, Object.create(Point.prototype), new (class {})(), new (class extends null { constructor() { return Object.create(new.target.prototype); } })()],
  arrays: [[], [1, , 3], Array(3), new Stack(1, 2, 3), Array.from({ length: 120 }, (_, i) => i), Object.assign([1], { extra: 2 }), [[[[1]]]], ['a'.repeat(90), 'b'.repeat(90)]],
  maps: [new Map([[{ a: 1 }, new Set([1])]]), new Set(['x', [1]]), new WeakMap(), new WeakSet(), new Map().entries(), new Map([[1, 2]]).keys(), new Set([1]).values(), [1][Symbol.iterator](), 'ab'[Symbol.iterator](), 'ab'.matchAll(/a/g), new WeakRef({ a: 1 })],
  binary: [Buffer.from('hello'), Buffer.alloc(60), Buffer.alloc(0), new Uint8Array(3), new Float64Array([1.5]), new BigInt64Array(1), new ArrayBuffer(4), new SharedArrayBuffer(2), new DataView(new ArrayBuffer(2))],
  errors: [failure(new Error('plain')), failure(new TypeError('typed')), failure(new Failure('own')), failure(new Error('because', { cause: failure(new Error('of this')) })), failure(new AggregateError([failure(new Error('one'))], 'many')), failure(new DOMException('dom', 'AbortError')), Object.assign(failure(new Error('with')), { code: 'E2', [Symbol('m')]: 1 }), failure(new RangeError()), Error.prototype, TypeError.prototype],
  promises: [Promise.resolve(1), Promise.reject(new Point(1, 1)).catch(() => {}) && new Promise(() => {}), (function* () {})(), (async function* () {})()],
  proxies: [new Proxy({ a: 1 }, {}), new Proxy(function f() {}, {}), new Proxy([1], { get: () => 5 })],
  web: [new URL('http://user@host.example:8080/p?q=1#f'), new URLSearchParams('a=1&b=2'), new Headers({ a: '1' }), new AbortController(), AbortSignal.abort('why'), new EventTarget(), new TextEncoder(), new TextDecoder(), new Blob(['text']), new FormData(), new Response('body', { status: 201, headers: { a: 'b' } }), new Request('http://host.example/'), new ReadableStream(), new MessageChannel().port1.constructor.name],
  node: [new EventEmitter(), Readable.from(['a']), new PassThrough(), new Intl.NumberFormat('en'), Intl, Math, JSON, Reflect, Atomics, Symbol, Object, Object.prototype, Array.prototype, Function.prototype, Promise, Map.prototype],
  language: [(function () { return arguments; })(1, 2), new (class Named { static s = 1; })().constructor, Object.getOwnPropertyDescriptor({ a: 1 }, 'a'), [undefined, null], { undefined }, structuredClone({ a: [new Date(0)] })],
});
