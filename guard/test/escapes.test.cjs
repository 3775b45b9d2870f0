'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project, probe } = require('./fixture.cjs');

test('evaluatedCodeReachesNothing', () => {
  const { err: _, ...out } = probe({
    fn: 'typeof Function("return this")().process', sloppy: 'typeof (function () { return this })().process', indirect: 'typeof (0, eval)("process")', direct: 'typeof eval("process.exit")',
    asyncFn: 'typeof (async () => {}).constructor("return process")().then', generator: 'typeof (function* () {}).constructor("return 1")', require: '(0, eval)("typeof require")', module: '(0, eval)("typeof module")',
    constructor: 'typeof [].constructor.constructor("return this")().fetch', global: 'typeof Function("return global")().process.exit',
  }, { globals: ['Function', 'eval'], free: ['process', 'globalThis', 'fetch', 'Function', 'eval'] });
  assert.deepEqual(out, { fn: 'undefined', sloppy: 'undefined', indirect: 'undefined', direct: 'undefined', asyncFn: 'function', generator: 'function', require: 'undefined', module: 'undefined', constructor: 'undefined', global: 'undefined' });
});

test('whoeverIsCalledCannotWalkToTheCallersRequire', () => {
  const { run } = project({
    '': { dependencies: ['victim'], files: { 'main.js': 'require("victim")' } },
    'node_modules/victim': { dependencies: ['evil'], builtins: ['fs'], files: { 'index.js': { free: ['console'], source: 'var secret = require("fs"); console.log(require("evil")(), arguments.length)' } } },
    'node_modules/evil': { files: { 'index.js': `module.exports = function walk() {
      var seen = []; var f = walk; for (var i = 0; i < 9 && f; i++) { try { f = f.caller } catch (e) { f = null } if (f) { var a = null; try { a = f.arguments } catch (e) {} seen.push(a && a.length) } }
      var own = null; try { own = arguments.callee.caller && arguments.callee.caller.arguments } catch (e) {} return JSON.stringify([seen, own && own.length]) }` } },
  });
  const { out } = run('main.js');
  assert.match(out, /^\[\[(null)?\],null\] 5\n$/);
});

test('callSitesTellNoThisAndNoFunction', () => {
  const { err: _, ...out } = probe({
    sites: '(() => { Error.prepareStackTrace = (e, s) => s; const s = new Error().stack; Error.prepareStackTrace = undefined; return s.some((c) => c.getThis() !== undefined || c.getFunction() !== undefined) + String(typeof s[0].getFileName()) + s[0].getLineNumber() })()',
    prototype: '(() => { Error.prepareStackTrace = (e, s) => s; const s = new Error().stack; Error.prepareStackTrace = undefined; return typeof Object.getPrototypeOf(s[0]).getThis.call(s[0]) })()',
    capture: '(() => { const o = {}; Error.captureStackTrace(o); return typeof o.stack })()', limit: '(() => { Error.stackTraceLimit = 1; const n = new Error().stack.split("\\n").length; Error.stackTraceLimit = 10; return n })()',
  });
  assert.deepEqual(out, { sites: 'falsestring3', prototype: 'undefined', capture: 'string', limit: 2 });
});

test('patchedBuiltinsDoNotForgeADigest', () => {
  const { run } = project({ '': { files: { 'main.js': `
    const crypto = require("crypto"), fs = require("fs"), M = require("module");
    const digest = ${JSON.stringify('AAAA')}; crypto.hash = () => digest; crypto.createHash = () => ({ update() { return this }, digest: () => digest }); try { Buffer.prototype.utf8Slice = () => "1" } catch {}
    fs.realpathSync = (x) => x; M._extensions[".js"] = () => {}; require("./bad")`, 'bad.js': '1' } } });
  const { code, err } = run('main.js');
  assert.equal(code, 0, err);
  const changed = project({ '': { files: { 'main.js': 'const c = require("crypto"); const h = c.hash; c.hash = () => "x"; try { Buffer.prototype.toString = () => "x" } catch {} require("fs").writeFileSync("lib.js", "console.log(1)"); require("./lib")', 'lib.js': '2' } } }).run('main.js');
  assert.match(changed.err, /ERR_AMBIT_CHANGED_FILE/);
});

test('theRealGlobalCannotBeRepointed', () => {
  const { err: _, ...out } = probe({
    array: '(() => { "use strict"; try { g.Array = 1 } catch (e) { return e.name } })()', timeout: '(() => { "use strict"; try { g.setTimeout = 1 } catch (e) { return e.name } })()',
    define: '(() => { try { Object.defineProperty(g, "process", { value: 1 }) } catch (e) { return e.name } })()', remove: 'delete g.process', buffer: '(() => { try { Object.defineProperty(g, "Buffer", { value: 1 }) } catch (e) { return e.name } })()',
  }, { head: 'const g = (function () { return this })();' });
  assert.deepEqual(out, { array: 'TypeError', timeout: 'TypeError', define: 'TypeError', remove: false, buffer: 'TypeError' });
});

test('hostileVariantsGetNothing', () => {
  const { err: _, ...out } = probe({
    getBuiltin: 'typeof process.getBuiltinModule', viaGlobal: 'typeof globalThis.process.getBuiltinModule', binding: 'process.binding("fs")', mainRequire: 'typeof (process.mainModule || {}).require',
    moduleLoad: 'module.constructor._load("fs")', requireMain: 'require.main.require("fs")', parents: '(() => { let m = module, n = 0; while (m && n++ < 9) { if (m.require && m !== module) return "found"; m = m.parent } return n })()',
    children: 'require.main.children.length', cacheWalk: 'Object.values(require.cache).some((m) => m !== module)', createRequire: 'require("module")', getter: 'Object.getOwnPropertyDescriptor(process, "exit").get() === undefined',
    envDump: 'JSON.stringify(process.env)', proto: 'Object.getPrototypeOf(process) === Object.prototype', constructed: 'typeof process.constructor.binding', fnGlobal: 'typeof Function("return this")().require',
    wasm: 'typeof Function("return this")().WebAssembly', protoGlobal: 'typeof Object.getPrototypeOf(globalThis).process', assign: '(() => { globalThis.process = { env: 1 }; return typeof process.cwd })()',
  });
  assert.deepEqual(out, {
    getBuiltin: 'undefined', viaGlobal: 'undefined', binding: 'threw TypeError', mainRequire: 'undefined', moduleLoad: 'threw TypeError', requireMain: 'threw TypeError', parents: 2, children: 0, cacheWalk: false,
    createRequire: 'threw ERR_AMBIT_DENIED', getter: true, envDump: '{}', proto: true, constructed: 'undefined', fnGlobal: 'threw ERR_AMBIT_DENIED', wasm: 'threw ERR_AMBIT_DENIED', protoGlobal: 'undefined', assign: 'function',
  });
});

test('aBrokenOutWrapperHasOnlyThePackagesOwnNames', () => {
  const { run } = project({
    '': { dependencies: ['evil', 'other'], files: { 'main.js': { free: ['console'], source: 'try { console.log(require("evil")) } catch (e) { console.log(e.name) } console.log(require("other"))' } } },
    'node_modules/evil': { files: { 'index.js': '}}[""];let Math = "stolen"; var Reflect = 1; this.leaked = typeof require;({""(){module.exports = 1' } },
    'node_modules/other': { files: { 'index.js': { source: 'module.exports = typeof Math.max + typeof Reflect.apply' } } },
  });
  assert.match(run('main.js').out, /functionfunction\n$/);
});
