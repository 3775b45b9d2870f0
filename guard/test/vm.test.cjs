'use strict';
// A grant of `vm` runs texts and gives nothing else.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { probe, project } = require('./fixture.cjs');

const VM = { builtins: ['vm'] };

test('scriptsFunctionsAndContextsWork', () => {
  const { err, ...got } = probe({
    here: 'vm.runInThisContext("1 + 1")',
    fresh: 'vm.runInNewContext("a + 1", { a: 1 })',
    kept: '(() => { const c = vm.createContext({ n: 1 }); vm.runInContext("n++; var m = n", c); return [c.n, c.m, vm.isContext(c)] })()',
    script: '(() => { const s = new vm.Script("x * 2", "name.js"); return [s.runInContext(vm.createContext({ x: 4 })), s.runInNewContext({ x: 5 }), s instanceof vm.Script] })()',
    compiled: 'vm.compileFunction("return a + b", ["a", "b"])(1, 2)',
    inContext: 'vm.compileFunction("return k", [], { parsingContext: vm.createContext({ k: 7 }) })()',
    bare: 'vm.runInContext("globalThis.z = 1; z", vm.createContext(vm.constants.DONT_CONTEXTIFY))',
    code: 'vm.runInNewContext("[new Function(\'a\', \'return a\')(3), (0, eval)(\'4\'), (async () => {}).constructor.name, (() => {}).constructor === Function]")',
    off: '(() => { try { vm.runInNewContext("Function(\'1\')", {}, { contextCodeGeneration: { strings: false } }) } catch (e) { return e.name } })()',
    sub: '(() => { class S extends vm.Script { more() { return this.runInThisContext() } } return new S("6").more() })()',
    errors: 'vm.runInNewContext("new Error(\'x\') instanceof Error && Error.name")',
    cached: '(() => { const s = new vm.Script("1"); return new vm.Script("1", { cachedData: s.createCachedData() }).cachedDataRejected })()',
  }, { ...VM, head: 'const vm = require("vm");' });
  assert.equal(err, '');
  assert.deepEqual(got, {
    here: 2, fresh: 2, kept: [2, 2, true], script: [8, 10, true], compiled: 3, inContext: 7, bare: 1, code: [3, 4, 'AsyncFunction', true], off: 'EvalError',
    sub: 6, errors: 'Error', cached: true,
  });
});

test('theRealClassIsOutOfReach', () => {
  const { err, ...got } = probe({
    parent: 'Object.getPrototypeOf(vm.Script) === Function.prototype',
    prototype: 'Object.getPrototypeOf(Object.getPrototypeOf(script)) === Object.prototype',
    own: 'script.constructor === vm.Script && vm.createScript("1") instanceof vm.Script',
    proxy: '(() => { try { vm.createContext(new Proxy({}, {})) } catch (e) { return e.name } })()',
  }, { ...VM, head: 'const vm = require("vm"); const script = new vm.Script("1");' });
  assert.equal(err, '');
  assert.deepEqual(got, { parent: true, prototype: true, own: true, proxy: 'TypeError' });
});

test('callSitesOfAContextHandOutNeitherReceiversNorFunctions', () => {
  const grab = '(e, all) => all.map((s) => typeof s.getThis() + typeof s.getFunction()).filter((s) => s !== "undefinedundefined")';
  const { err, ...got } = probe({
    plain: 'run({})',
    sandboxed: 'run({ Error: { prepareStackTrace: grab } })',
    late: '(() => { const c = vm.createContext({}); c.Error = { prepareStackTrace: grab }; return stackIn(c) })()',
    inherited: 'run(Object.create({ Error: { prepareStackTrace: grab } }))',
    bare: '(() => { const c = vm.createContext(vm.constants.DONT_CONTEXTIFY); try { c.Error = { prepareStackTrace: grab } } catch {} return stackIn(c) })()',
    inner: 'vm.runInNewContext("Error.prepareStackTrace = grab; (() => { try { null.x } catch (e) { return e.stack } })", { grab })()',
    innerReplaced: 'vm.runInNewContext("Error = { prepareStackTrace: grab }; (() => { try { null.x } catch (e) { return e.stack } })", { grab })()',
  }, {
    ...VM,
    head: `const vm = require("vm"); const grab = ${grab};
function stackIn(c) { const fail = vm.runInContext("() => { try { null.x } catch (e) { return e.stack } }", c); return (function sloppy() { return fail() }).call({}) }
function run(sandbox) { return stackIn(vm.createContext(sandbox)) }`,
  });
  assert.equal(err, '');
  for (const [name, value] of Object.entries(got)) assert.ok(typeof value === 'string' || value.length === 0, `${name}: ${JSON.stringify(value)}`);
});

const IMPORTER = `const vm = require("vm");
const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
const app = require("path").join(__dirname, "../../main.js");
const tries = {
  app: () => new vm.Script('import("fs")', { filename: app, importModuleDynamically }).runInThisContext(),
  url: () => vm.runInThisContext('import("fs")', { filename: require("url").pathToFileURL(app).href, importModuleDynamically }),
  relative: () => vm.runInThisContext('import("fs")', { filename: "main.js", importModuleDynamically }),
  unnamed: () => vm.runInNewContext('import("fs")', {}, { importModuleDynamically }),
  compiled: () => vm.compileFunction('return import("fs")', [], { filename: app, importModuleDynamically })(),
  context: () => vm.runInContext('import("fs")', vm.createContext({}, { importModuleDynamically })),
  byHost: () => require('host')(vm.runInNewContext("Function")),
  own: () => new vm.Script('import("path")', { filename: __filename, importModuleDynamically }).runInThisContext(),
};
module.exports = Promise.all(Object.entries(tries).map(async ([name, run]) => {
  try { const m = await run(); return [name, typeof (m && (m.readFileSync ?? m.join))] } catch (e) { return [name, 'refused'] }
}));`;

test('noTextImportsUnderTheNameOfAnotherFile', () => {
  const { out } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { source: 'require("evil").then((all) => console.log(JSON.stringify(Object.fromEntries(all))))', free: ['console'] } } },
    'node_modules/host': { builtins: ['fs'], files: { 'index.js': `module.exports = (callback) => callback('return import("fs")')()` } },
    'node_modules/evil': { builtins: ['vm', 'path', 'url'], dependencies: ['host'], files: { 'index.js': IMPORTER } },
  }).run('main.js');
  assert.deepEqual(JSON.parse(out), {
    app: 'refused', url: 'refused', relative: 'refused', unnamed: 'refused', compiled: 'refused', context: 'refused', byHost: 'refused', own: 'function',
  });
});

test('whatAContextHoldsIsNotWhatTheMainRealmHolds', () => {
  const { err, ...got } = probe({
    names: 'vm.runInNewContext("[typeof process, typeof require, typeof fetch, typeof setTimeout]")',
    here: 'vm.runInThisContext("[typeof process, typeof require, typeof fetch]")',
    wasm: '(() => { try { return vm.runInNewContext("new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))") } catch (e) { return e.name } })()',
  }, { ...VM, head: 'const vm = require("vm");' });
  assert.equal(err, '');
  assert.deepEqual(got, { names: ['undefined', 'undefined', 'undefined', 'undefined'], here: ['undefined', 'undefined', 'undefined'], wasm: 'CompileError' });
});

test('inARealmOfItsOwnThisContextIsTheRealm', () => {
  const { err, ...got } = probe({
    script: 'vm.runInThisContext("Array") === Array',
    compiled: 'vm.compileFunction("return Array")() === Array',
  }, { ...VM, realm: 'own', head: 'const vm = require("vm");' });
  assert.equal(err, '');
  assert.deepEqual(got, { script: true, compiled: true });
});

test('noCodeRunsInAContextBeforeItLostWhatItMustNotHave', () => {
  const out = probe({
    own: '(() => { let got; const s = { get Error() { got ??= vm.runInContext("(function () {}).constructor", s); return undefined } }; vm.createContext(s); return got })()',
    inherited: '(() => { let got; const s = Object.create({ get Error() { got ??= vm.compileFunction("return (() => {}).constructor", [], { parsingContext: s })(); return undefined } }); vm.createContext(s); return got })()',
    after: '(() => { const s = { get Error() { throw new RangeError("stop") } }; try { vm.createContext(s) } catch {} return vm.runInContext("1", vm.createContext(s)) })()',
    later: '(() => { const above = {}; const s = Object.preventExtensions(Object.create(above)); vm.createContext(s); return "made" })()',
    frozen: 'vm.runInContext("a", vm.createContext(Object.freeze({ a: 1 })))',
    getter: '(() => { class Own extends Error {} const s = vm.createContext({ get Error() { return Own } }); return vm.runInContext("Error", s) === Own })()',
    inherits: '(() => { class Own extends Error {} const s = vm.createContext(Object.create({ Error: Own })); return vm.runInContext("Error", s) === Own })()',
  }, { ...VM, head: 'const vm = require("vm")' });
  for (const name of ['own', 'inherited', 'later']) assert.equal(out[name], 'threw TypeError', `${name}: ${out.err}`);
  assert.equal(out.after, 'threw TypeError');
  assert.deepEqual([out.frozen, out.getter, out.inherits], [1, true, true], out.err);
});
