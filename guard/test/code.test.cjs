'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project, probe } = require('./fixture.cjs');

const code = ['Function', 'eval'];
const free = ['console', 'process', 'globalThis', ...code];

/** @param {string} source of the application @param {Record<string, any>} [files] */
function runApplication(source, files = {}) {
  return project({ '': { files: { 'main.js': { source, free }, ...files } } }).run('main.js');
}

test('whatTheApplicationEvaluatesSeesWhatItSees', () => {
  const { out, err } = runApplication(`
    console.log(typeof Function('return process')().exit, typeof new Function('return globalThis.process')().exit, typeof eval('process.exit'), require('./indirect'));
    var a = 1; { let b = 2; console.log(eval('a + b')); } eval('var c = 5'); console.log(c);
    (async () => console.log((await new Function('s', 'return import(s)')('./m.mjs')).default))()`,
  { 'indirect.js': { source: 'module.exports = (0, eval)("typeof process.exit")', free }, 'm.mjs': 'export default "imported"' });
  assert.equal(err, '');
  assert.equal(out, 'function function function function\n3\n5\nimported\n');
});

test('anEsModuleEvaluatesInItsOwnScope', () => {
  const { run } = project({
    '': { dependencies: ['greet'], manifest: { type: 'module' }, files: { 'main.js': { kind: 'esm', free, source: `
      import greet from 'greet'; const local = 4;
      console.log(eval('local'), eval('(() => { "use strict"; return local })()'), typeof Function('return process')().exit, greet.join())` } } },
    'node_modules/greet': { files: { 'index.js': { free, source: `const out = [];
      for (const f of [() => (0, eval)('1'), () => (function () { return this })().eval('1'), () => globalThis.eval('1'), () => eval('1')]) try { out.push(f()) } catch (e) { out.push(e.code) }
      module.exports = out` } } },
  });
  assert.equal(run('main.js').out, `4 4 function ${Array(4).fill('ERR_AMBIT_DENIED').join()}\n`);
});

test('theConstructorsLookAndWorkAsTheirOwn', () => {
  const { out } = runApplication(`
    class X extends Function { constructor() { super('return 7'); this.tag = 1 } get up() { return 'up' } }
    const x = new X(); console.log(x(), x.up, x.tag, x instanceof X, x instanceof Function);
    console.log(Function('a,b', 'c', 'return a+b+c')(1, 2, 3), JSON.stringify(Function('a', 'return a').toString()), Function.name, Function.length);
    console.log((() => {}) instanceof Function, (() => {}).constructor.name, require('util').inspect(Function), require('util').inspect(async () => {}), /native code/.test(Function));
    const AsyncFunction = (async () => {}).constructor; new AsyncFunction('a', 'return await a')(3).then((v) => console.log(v, AsyncFunction.name, Object.getPrototypeOf(AsyncFunction) === (() => {}).constructor, AsyncFunction.prototype === Object.getPrototypeOf(async () => {})));
    console.log([...(function* () {}).constructor('yield 1')()], eval(5), eval());
    for (const texts of [['}', ''], ['a', '} , function () {'], ['/*', '*/){']]) try { Function(...texts); console.log('made') } catch (e) { console.log(e.name) }`);
  assert.equal(out, `7 up 1 true true
6 "function anonymous(a\\n) {\\nreturn a\\n}" Function 1
true Function [Function: Function] [AsyncFunction (anonymous)] true
[ 1 ] 5 undefined
SyntaxError
SyntaxError
SyntaxError
3 AsyncFunction true true
`);
});

test('whatAPackageEvaluatesSeesItsGrantsAndNoOther', () => {
  const { err: _, ...out } = probe({
    granted: 'typeof Function("return fetch")()', env: 'typeof Function("return process")().env.HOME', direct: 'typeof eval("fetch")', refused: 'typeof Function("return crypto")()',
    shared: 'typeof (() => {}).constructor("return fetch")()', nested: 'typeof Function("return eval(\'fetch\')")()', inner: 'typeof Function("return Function(\'return fetch\')")()()',
    self: 'typeof Function("return this")().fetch', own: 'Function("return globalThis")() === globalThis',
  }, { globals: [...code, 'process.env.HOME', 'fetch'], free: [...free, 'fetch'] });
  assert.deepEqual(out, {
    granted: 'function', env: 'undefined', direct: 'function', refused: 'undefined', shared: 'undefined', nested: 'function', inner: 'function', self: 'undefined', own: true,
  });
});

test('whoMakesAnotherMakeCodeForItGainsNothing', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free, source: 'require("evil").then((out) => console.log(out.join()))' } } },
    'node_modules/deputy': { builtins: ['fs'], globals: [...code, 'fetch'], files: { 'index.js': { free: [...code], source: 'eval("1"); exports.run = (f, ...args) => f(...args)' } } },
    'node_modules/evil': { dependencies: ['deputy'], files: { 'index.js': { free: [], source: `
      const { run } = require('deputy'); const make = (() => {}).constructor; const say = (f) => Promise.resolve().then(f).then((v) => typeof v, (e) => e.code);
      const get = Object.getOwnPropertyDescriptor((function () { return this })(), 'eval').get;
      module.exports = Promise.all([() => run(make, 'return fetch')(), () => run(make, "return import('fs')")(), () => run((async () => {}).constructor, "return import('fs')")(),
        () => run(run(get), "import('fs')"), () => run(Reflect.construct, make, ["return import('fs')"])(), () => make('return 1')()].map(say))` } } },
  });
  const missing = 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING';
  assert.equal(run('main.js').out, `undefined,${missing},${missing},${missing},${missing},ERR_AMBIT_DENIED\n`);
});

test('codeThatTheGuardWasMadeToRunDoesNotImportAsTheGuard', () => {
  const guard = require('node:url').pathToFileURL(`${__dirname}/../src/slot.cjs`).href;
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free, source: 'require("evil")((out) => console.log(out))' } } },
    'node_modules/evil': { globals: code, files: { 'index.js': { free: code, source: `
      module.exports = (say) => { const text = ${JSON.stringify(`import(${JSON.stringify(guard)}).then((m) => say(typeof m.take), (e) => say(e.code))`)}; const found = [];
        const collect = (what) => { if (found.push(what) === 3) say(found.sort().join()) };
        eval('1'); globalThis.say = collect; Function('say', text)(collect); (function () { return this })().say = collect;
        setTimeout(eval, 1, text); setImmediate(eval, text); }` } } },
  });
  assert.doesNotMatch(run('main.js').out, /function/);
});

test('observingLetsThemPassAndSays', () => {
  const { run, recorded } = project({
    '': { dependencies: ['greet'], files: { 'main.js': { free, source: 'console.log(require("greet").join())' } } },
    'node_modules/greet': { files: { 'index.js': { free: code, source: 'var a = 1; module.exports = [Function("return 1")(), eval("a + 1"), (function* () {}).constructor("yield 3")().next().value]' } } },
  }, { mode: 'observe' });
  assert.equal(run('main.js').out, '1,2,3\n');
  assert.deepEqual(recorded().map((event) => `${event.event} ${event.capability}`).sort(), ['observed Function', 'observed eval']);
});
