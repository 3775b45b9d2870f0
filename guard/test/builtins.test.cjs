'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { builtinGrant, grantsMember } = require('../src/grants.cjs');
const { project, runPackage, probe } = require('./fixture.cjs');

test('aBuiltinThatIsNotGrantedIsRefusedHoweverItIsSpelt', () => {
  const { code, err, recorded } = runPackage('\n  require("node:fs/promises")');
  assert.equal(code, 1);
  assert.match(err, /^ERR_AMBIT_DENIED evil@1\.0\.0 may not require `fs\/promises`\n {2}node_modules\/evil\/index\.js:2:3 {3}via app > evil\n {2}allow it: ambit approve evil@1\.0\.0 fs\/promises\n/);
  assert.equal(recorded()[0].fix, 'ambit approve evil@1.0.0 fs/promises');
  const names = ['fs', 'node:fs', 'child_process', 'node:child_process', 'vm', 'worker_threads', 'module', 'inspector', 'node:sqlite', 'node:test', 'repl', 'cluster', 'v8', 'sys'];
  const out = probe(Object.fromEntries(names.map((name, i) => [`b${i}`, `require("${name}")`])));
  names.forEach((name, i) => assert.equal(out[`b${i}`], 'threw ERR_AMBIT_DENIED', name));
});

test('onlyGrantedMembersAreThere', () => {
  const { err, ...out } = probe({
    read: 'typeof fs.readFile', write: 'typeof fs.writeFile', call: 'fs.writeFileSync("x", "y")', keys: 'Object.keys(fs).join()',
    spread: 'Object.keys({ ...fs, ...Object.assign({}, fs) }).join()', sameForBoth: 'require("node:fs") === fs', promises: 'Object.keys(fs.promises).join()',
    promisesModule: 'fs.promises === require("fs/promises")', promisesWrite: 'typeof fs.promises.writeFile', has: '"writeFile" in fs',
  }, { head: 'const fs = require("fs");', builtins: ['fs.readFile', 'fs/promises.readFile'] });
  assert.deepEqual(out, {
    read: 'function', write: 'undefined', call: 'threw TypeError', keys: 'readFile,promises', spread: 'readFile,promises', sameForBoth: true, promises: 'readFile',
    promisesModule: true, promisesWrite: 'undefined', has: true,
  });
  assert.match(err, /may not use `fs\.writeFile`\n {2}node_modules\/evil\/index\.js:\d+:\d+ /);
  assert.match(err, /may not use `fs\.writeFileSync`/);
  assert.match(err, /may not use `fs\/promises\.writeFile`/);
  assert.equal(err.match(/ERR_AMBIT_DENIED/g)?.length, 3);
});

test('aWholeGrantGivesEveryMemberAndItsSubmodules', () => {
  const { err, ...out } = probe({ read: 'fs.readFileSync(__filename, "utf8").length > 0', promises: 'typeof fs.promises.readFile', module: 'require("fs/promises") === fs.promises', keys: 'Object.keys(fs).length > 80' },
    { head: 'const fs = require("fs");', builtins: ['fs'] });
  assert.deepEqual(out, { read: true, promises: 'function', module: true, keys: true });
  assert.equal(err, '');
});

test('whatIsDeniedIsTakenFromAGrant', () => {
  const { err: _, ...out } = probe({ write: 'typeof require("fs").writeFile', read: 'typeof require("fs").readFile', net: 'require("net")' }, { builtins: ['fs', 'net'], denied: ['fs.writeFile', 'net'] });
  assert.deepEqual(out, { write: 'undefined', read: 'function', net: 'threw ERR_AMBIT_DENIED' });
});

test('theApplicationCanBeDeniedToo', () => {
  const { run } = project({ '': { denied: ['child_process', 'fetch', 'process.exit'], files: { 'main.js': { free: ['console', 'process', 'fetch', 'globalThis'], source: `
    try { require("child_process") } catch (e) { console.log(e.code) } console.log(typeof fetch, typeof process.exit, typeof process.cwd(), typeof globalThis.fetch, typeof require("fs").readFile)` } } } });
  assert.equal(run('main.js').out, 'ERR_AMBIT_DENIED\nundefined undefined string undefined function\n');
});

test('aPackagePatchesOnlyItsOwnView', () => {
  const patch = 'const path = require("path"); path.join = () => "patched"; path.posix.join = path.join; require("fs").readFile = path.join; module.exports = path.join() + require("path").join()';
  const { run } = project({
    '': { dependencies: ['evil', 'other'], files: { 'main.js': { free: ['console'], source: 'console.log(require("evil"), require("other"), require("path").join("a", "b"), require("path").posix.join("a", "b"))' } } },
    'node_modules/evil': { builtins: ['path', 'fs.readFile'], files: { 'index.js': patch } },
    'node_modules/other': { builtins: ['path', 'fs'], files: { 'index.js': 'module.exports = require("path").join("c", "d") + require("fs").readFile.name' } },
  });
  assert.equal(run('main.js').out, 'patchedpatched c/dreadFile a/b a/b\n');
});

test('functionBuiltinsCanBeCalledConstructedAndExtended', () => {
  const { err, ...out } = probe({
    instance: 'new EE() instanceof EE && new EE() instanceof EE.EventEmitter', extend: '(() => { class A extends EE {} const a = new A(); let n = 0; a.on("x", () => n++); a.emit("x"); return n + (a instanceof EE) + (a instanceof A) })()',
    call: '(() => { function B() { EE.call(this) } require("util").inherits(B, EE); const b = new B(); return typeof b._events + (b instanceof EE) })()',
    self: 'EE.EventEmitter === EE && require("stream").Stream === require("stream") && require("assert").strict === require("assert/strict")',
    stream: '(() => { class R extends require("stream").Readable { _read() { this.push(null) } } return new R() instanceof require("stream").Readable && new R() instanceof require("stream") && new R() instanceof EE })()',
    assert: '(() => { try { require("assert")(false, "no") } catch (e) { return e.message } })()', once: 'typeof EE.once', types: 'require("util").types === require("util/types") && require("util").types.isDate(new Date())',
    posix: 'require("path").posix.win32 === require("path").win32', name: 'EE.name', timers: 'require("timers").promises === require("timers/promises")',
  }, { head: 'const EE = require("events");', builtins: ['events', 'util', 'stream', 'assert', 'path', 'timers'] });
  assert.deepEqual(out, {
    instance: true, extend: 3, call: 'objecttrue', self: true, stream: true, assert: 'no', once: 'function', types: true, posix: true, name: 'EventEmitter', timers: true,
  });
  assert.equal(err, '');
});

test('streamHasTheEmitterThatItExtends', () => {
  const expressions = { own: 'new (class extends require("stream").EventEmitter {})() instanceof require("stream").EventEmitter', emits: 'new (require("stream").EventEmitter)().emit("x")', module: 'typeof require("events")' };
  const { err: _, ...alone } = probe(expressions, { builtins: ['stream'] });
  assert.deepEqual(alone, { own: true, emits: false, module: 'threw ERR_AMBIT_DENIED' });
  const { err, ...both } = probe({ same: 'require("stream").EventEmitter === require("events")' }, { builtins: ['stream', 'events'] });
  assert.deepEqual({ err, ...both }, { err: '', same: true });
  assert.equal(probe({ denied: 'require("stream").EventEmitter' }, { builtins: ['stream'], denied: ['events'] }).denied, 'threw ERR_AMBIT_DENIED');
});

test('aMemberGrantOfAFunctionBuiltinDoesNotGiveTheFunction', () => {
  const { err: _, ...out } = probe({ call: 'new (require("events"))()', once: 'typeof require("events").once', self: 'new (require("events").EventEmitter)()' }, { builtins: ['events.once'] });
  assert.deepEqual(out, { call: 'threw ERR_AMBIT_DENIED', once: 'function', self: 'threw ERR_AMBIT_DENIED' });
});

test('lazyMembersOfBuiltinsWork', () => {
  const { err: _, ...out } = probe({ web: 'typeof require("crypto").webcrypto.subtle', hash: 'require("crypto").createHash("md5").update("").digest("hex").slice(0, 4)' }, { builtins: ['crypto'] });
  assert.deepEqual(out, { web: 'object', hash: 'd41d' });
});

test('nodeModuleGivesAPackageNoWayIntoTheLoader', () => {
  const { err, ...out } = probe({
    load: 'M._load("fs")', loaded: 'M._load("./a")', mine: 'M._load("./a", module)', cache: 'typeof M._cache', extensions: 'M._extensions === require.extensions && Object.keys(M._extensions).join()', prototype: 'Object.getOwnPropertyNames(M.prototype).join()', construct: 'new M("x")',
    self: 'M.Module === M', hooks: 'typeof M.registerHooks', register: 'typeof M.register', builtins: 'M.builtinModules.includes("fs")', is: 'M.isBuiltin("fs")',
    own: 'M.createRequire(__filename)("./a")', other: 'M.createRequire("/x.js")("./y")', fs: 'M.createRequire(__filename)("fs")', url: 'M.createRequire(require("url").pathToFileURL(__filename))("./a")',
  }, { head: 'const M = require("module");', builtins: ['module', 'url'], files: { 'a.js': 'module.exports = "a"' } });
  assert.deepEqual(out, {
    load: 'threw ERR_AMBIT_DENIED', loaded: 'a', mine: 'a', cache: 'undefined', extensions: '.js,.json,.node', prototype: '', construct: 'threw ERR_AMBIT_DENIED', self: true, hooks: 'undefined', register: 'undefined',
    builtins: true, is: true, own: 'a', other: 'threw ERR_AMBIT_DENIED', fs: 'threw ERR_AMBIT_DENIED', url: 'a',
  });
  assert.match(err, /may not use `module\._cache`/);
});

test('aPackageChangesHowFilesAreLoadedForItselfOnlyAndIsTold', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'b.js': 'module.exports = "b"', 'main.js': { free: ['console'], source: 'const M = require("module"); console.log(require("evil"), M.wrapper[0].includes("leak"), M.wrap("x").includes("x"), require("./b"))' } } },
    'node_modules/evil': { builtins: ['module'], files: { 'a.js': 'module.exports = "a"', 'index.js': `
      const M = require("module"); const load = M._load; M._load = () => "mine"; const mine = M._load();
      M.wrapper[0] += "leak();"; const wrapped = M.wrap("x"); M.wrap = () => ""; M.syncBuiltinESMExports(); M._load = load;
      module.exports = [mine, M.wrapper[0].includes("leak"), wrapped.startsWith("(function (exports, require"), M._load("./a"), require("./a")].join()` } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, 'mine,true,true,a,a false true b\n');
  assert.equal(err.match(/ERR_AMBIT_DENIED evil@1\.0\.0 may not use `module\._load`/g)?.length, 1);
});

test('aWholeBuiltinGivesWhatTheKnowledgeOfItCallsNoDoor', () => {
  const { modules } = JSON.parse(readFileSync(join(__dirname, '../../spec/builtins/modules.json'), 'utf8'));
  const given = (/** @type {string[]} */ builtins, /** @type {string} */ name, /** @type {string} */ member) => {
    const pkg = /** @type {any} */ ({ trusted: false, builtins, denied: [] });
    return grantsMember(/** @type {any} */ (builtinGrant(pkg, name)), member);
  };
  let doors = 0;
  for (const [name, { members, doors: named = [] }] of Object.entries(modules)) {
    for (const member of Object.keys(members)) {
      // its other members are there, but subscribe to the package's own only
      if (name === 'diagnostics_channel' && member === 'subscribe') continue;
      assert.equal(given([name], name, member), !named.includes(member), `${name}.${member}`);
      assert.equal(given([name, `${name}.${member}`], name, member), true, `${name}.${member}`);
      doors += named.includes(member) ? 1 : 0;
    }
  }
  assert.ok(doors > 25);
});

test('aPackageGetsNoneOfTheMembersThatTheKnowledgeCallsClosed', () => {
  const { modules } = JSON.parse(readFileSync(join(__dirname, '../../spec/builtins/modules.json'), 'utf8'));
  const closed = Object.entries(modules).filter(([, { closed: found }]) => found !== undefined);
  const asked = closed.map(([name, { members, closed: { members: some = Object.keys(members) } }]) => [name, some]);
  const builtins = asked.flatMap(([name, members]) => [name, ...members.map((/** @type {string} */ member) => `${name}.${member}`)]);
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console'], source: 'console.log(JSON.stringify(require("evil")))' } } },
    'node_modules/evil': { builtins, files: { 'index.js': `
      for (const [name, members] of ${JSON.stringify(asked)}) {
        let found = {}
        try { found = require(name) } catch (error) { if (error.code !== 'ERR_AMBIT_DENIED') throw error }
        for (const member of members) module.exports[name + '.' + member] = typeof found[member]
      }` } },
  });
  const found = JSON.parse(run('main.js').out);
  assert.ok(Object.keys(found).length > 20);
  for (const [name, type] of Object.entries(found)) assert.equal(type, 'undefined', name);
  // and no other member of the loader is withheld
  const open = Object.keys(modules.module.members).filter((member) => !modules.module.closed.members.includes(member));
  const other = project({
    '': { dependencies: ['user'], files: { 'main.js': 'require("user")' } },
    'node_modules/user': { builtins: ['module'], files: { 'index.js': `const m = require('module'); for (const member of ${JSON.stringify(open)}) m[member]` } },
  }).run('main.js');
  assert.ok(!other.err.includes('ERR_AMBIT_DENIED'), other.err);
});

test('theApplicationHasTheRealModuleAndACreateRequireThatStaysContained', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console'], source: `
      const M = require("module"); const r = M.createRequire(__filename); console.log(typeof M._load, typeof M.registerHooks, r("evil"), r === require);
      const m = new M("/x.js"); m.paths = module.paths; try { console.log(m.require("evil")) } catch (e) { console.log(e.code) }` } } },
    'node_modules/evil': { files: { 'index.js': { free: ['process'], source: 'module.exports = typeof process.exit' } } },
  });
  assert.equal(run('main.js').out.split('\n')[0], 'function function undefined false');
});

test('experimentalBuiltinsExistOnlyWithTheirPrefix', () => {
  const { err: _, ...out } = probe({ bare: 'require("sqlite")', prefixed: 'typeof require("node:sqlite").DatabaseSync' }, { builtins: ['sqlite'] });
  assert.deepEqual(out, { bare: 'threw MODULE_NOT_FOUND', prefixed: 'function' });
});

test('aPartOfClusterListensAndHasNotTheRest', () => {
  const { out, err } = project({
    '': { dependencies: ['greet'], files: { 'main.js': { free: ['console'], source: 'require("greet")(console)' } } },
    'node_modules/greet': { builtins: ['cluster.on', 'cluster.emit', 'cluster.removeListener', 'cluster.isPrimary'], files: { 'index.js': `
      const cluster = require("cluster"), seen = [];
      module.exports = (console) => {
        const ask = (it) => { try { it.fork(); return "forked" } catch { return "no" } };
        function listener(a) { seen.push(a, ask(this)) }
        seen.push(cluster.isPrimary, cluster.on("x", listener) === cluster, ask(cluster.on("y", () => {})));
        cluster.emit("x", 1); cluster.removeListener("x", listener); cluster.emit("x", 2);
        console.log(seen.join(), typeof cluster.once);
      }` } },
  }).run('main.js');
  assert.equal(out, 'true,true,no,1,no undefined\n', err);
});
