'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const NAMES = ['Date', 'fetch', 'setTimeout', 'Headers', 'performance'];
const PATCHES = ['http.request', 'http.get', 'timers.setTimeout', 'process.hrtime', 'process.nextTick', ...NAMES.map((name) => `globalThis.${name}`)];

/**
 * @param {string} main @param {string} mock the package that replaces @param {object} [more]
 * @param {string} [more.other] a package that has what is replaced
 * @param {string[]} [more.patches] of the package that replaces @param {string} [more.second] another one
 * @param {'cjs' | 'mjs'} [more.kind] of all files
 * @param {string[]} [more.builtins] of the package that replaces
 */
function run(main, mock, { other = '', patches = PATCHES, second = '', kind = 'cjs', builtins = ['http', 'timers', 'module'] } = {}) {
  const free = ['console', 'globalThis', 'process', 'require', 'global', ...NAMES];
  /** @param {string} source */
  const files = (source) => ({ [`index.${kind}`]: { source, free } });
  const manifest = kind === 'mjs' ? { exports: './index.mjs' } : { main: './index.cjs' };
  return project({
    '': { dependencies: ['mock', 'other', 'second'], files: { [`main.${kind}`]: { source: main, free } } },
    'node_modules/mock': { builtins, globals: ['fetch', 'process'], patches, manifest, files: files(mock) },
    'node_modules/other': { builtins: ['http', 'timers'], globals: ['fetch', 'process'], manifest, files: files(other) },
    'node_modules/second': { builtins: ['http'], globals: ['fetch'], patches, manifest, files: files(second) },
    'node_modules/none': { manifest, files: files('') },
  }, { patches }).run(`main.${kind}`);
}

const CALLS = "const http = require('http'); exports.call = () => [http.request('a'), http.get('b')].join();";

test('whatItAssignsToItsBuiltinTheApplicationAndPackagesCall', () => {
  const { code, out, err } = run(`
    const other = require('other'); const mock = require('mock'); const http = require('http');
    mock.on(); console.log(other.call(), http.request('c')); mock.off();
    console.log(http.request.name, other.real());`,
  `const http = require('http'); const { request, get } = http;
    exports.on = () => { http.request = (at) => 'faked ' + at; Object.defineProperty(http, 'get', { value: (at) => 'got ' + at, configurable: true, writable: true }); };
    exports.off = () => { http.request = request; http.get = get; };`,
  { other: `${CALLS} const { request } = http; exports.real = () => http.request === request` });
  assert.deepEqual({ code, out, err }, { code: 0, out: 'faked a,got b faked c\nrequest true\n', err: '' });
});

test('aViewThatIsMadeLaterHasIt', () => {
  const { out, err } = run(`require('mock'); console.log(require('other').call());`,
    "const http = require('http'); http.request = (at) => 'r' + at; http.get = (at) => 'g' + at;", { other: CALLS });
  assert.deepEqual({ out, err }, { out: 'ra,gb\n', err: '' });
});

test('withoutTheGrantItHasItForItself', () => {
  const { out } = run(`require('mock'); console.log(require('other').call()); console.log(require('http').request.name, setTimeout.name, Date.now() > 5, typeof fetch, fetch.name)`,
    `const http = require('http'); http.request = () => 'mine'; globalThis.setTimeout = function faked() {}; globalThis.Date = class { static now() { return 5; } }; globalThis.fetch = function faked() {}; process.nextTick = () => {};`,
    { other: "exports.call = () => [require('http').request.name, setTimeout.name, Date.now() > 5, fetch.name].join()", patches: [] });
  assert.equal(out, 'request,setTimeout,true,fetch\nrequest setTimeout true function fetch\n');
});

const USE = "[setTimeout(1), Date.now() === 5, fetch('u'), globalThis.setTimeout(2), globalThis.Date === Date].join()";
const REAL = '[setTimeout.name, Date.now() > 5, fetch.name, globalThis.setTimeout === setTimeout].join()';
const MOCK = `
  const before = { setTimeout: globalThis.setTimeout, Date: globalThis.Date, fetch: globalThis.fetch };
  exports.on = () => { globalThis.setTimeout = (n) => 'timer ' + n; globalThis.Date = class extends Date { static now() { return 5; } }; globalThis.fetch = (u) => 'fetched ' + u; };
  exports.off = () => Object.assign(globalThis, before);`;
const FAKED = 'timer 1,true,fetched u,timer 2,true';
const BACK = 'setTimeout,true,fetch,true';

test('namesOfTheGlobalObjectChangeInAllFilesAndBack', () => {
  const main = `const mock = require('mock'); const other = require('other'); mock.on(); console.log(other.call()); console.log(${USE}); mock.off(); console.log(${REAL}, other.names());`;
  const { code, out, err } = run(main, MOCK, { other: `exports.call = () => ${USE}; exports.names = () => ${REAL}` });
  assert.deepEqual({ code, out, err }, { code: 0, out: `${FAKED}\n${FAKED}\n${BACK} ${BACK}\n`, err: '' });
});

test('esModulesSeeItToo', () => {
  const main = `import * as mock from 'mock'; import * as other from 'other'; mock.on(); console.log(other.call()); console.log(${USE}); mock.off(); console.log(${REAL}, other.names());`;
  const mock = MOCK.replaceAll('exports.on =', 'export const on =').replaceAll('exports.off =', 'export const off =');
  const { code, out, err } = run(main, mock, { other: `export const call = () => ${USE}; export const names = () => ${REAL}`, kind: 'mjs' });
  assert.deepEqual({ code, out, err }, { code: 0, out: `${FAKED}\n${FAKED}\n${BACK} ${BACK}\n`, err: '' });
});

test('whatEsModulesImportedOfABuiltinChangesWhenItSaysSo', () => {
  const calls = "import http, { request } from 'http'; export const call = () => [http.request('a'), request.name === 'request' || request('b')].join();";
  const { code, out, err } = run(`${calls.replace('export ', '')} import * as mock from 'mock'; import * as other from 'other'; mock.on(); console.log(call(), other.call()); mock.sync(); console.log(call(), other.call()); mock.off(); mock.sync(); console.log(request.name, other.name())`,
    "import http from 'http'; import { syncBuiltinESMExports } from 'module'; const { request } = http; export const on = () => { http.request = (at) => 'faked ' + at }; export const off = () => { http.request = request }; export const sync = () => syncBuiltinESMExports();",
    { other: `${calls} export const name = () => request.name`, kind: 'mjs' });
  assert.deepEqual({ code, out, err }, { code: 0, out: 'faked a,true faked a,true\nfaked a,faked b faked a,faked b\nrequest request\n', err: '' });
});

test('aFileThatAssignsTheNameAsAVariableIsNoticed', () => {
  const files = { 'index.js': { source: "'use strict'; const Real = Date; class Fake extends Real { static now() { return 5; } } exports.set = () => { Date = Fake; return Date.now(); }; exports.reset = () => { Date = Real; };", free: ['Date'], assigned: ['Date'] } };
  const { code, out, err } = project({
    '': { dependencies: ['mock', 'other'], files: { 'main.js': { source: "const mock = require('mock'); const other = require('other'); const all = () => [Date.now() === 5, new Date(7).getTime(), other.now() === 5].join(); console.log(mock.set(), all()); mock.reset(); console.log(all())", free: ['Date'] } } },
    'node_modules/mock': { patches: ['globalThis.Date'], files },
    'node_modules/other': { files: { 'index.js': { source: 'exports.now = () => Date.now()', free: ['Date'] } } },
  }, { patches: ['globalThis.Date'] }).run('main.js');
  assert.deepEqual({ code, out, err }, { code: 0, out: '5 true,7,true\nfalse,7,false\n', err: '' });
});

test('itIsCalledWithoutTheViewsOfOthersAsThis', () => {
  const { code, out, err } = run(`const mock = require('mock'); const http = require('http'); http.request(); globalThis.setTimeout(); process.hrtime(); require('other').call(); new http.get(); console.log(mock.seen.join());`,
    `const http = require('http'); const timers = require('timers'); const own = [undefined, http, globalThis, process, timers]; exports.seen = [];
     function faked() { 'use strict'; exports.seen.push(new.target === undefined ? this === undefined : new.target === faked); }
     http.request = http.get = timers.setTimeout = globalThis.setTimeout = process.hrtime = faked;`,
    { other: "const http = require('http'); exports.call = () => { http.request(); require('timers').setTimeout(); globalThis.setTimeout(); process.hrtime(); }" });
  assert.deepEqual({ code, out, err }, { code: 0, out: 'true,true,true,true,true,true,true,true\n', err: '' });
});

test('anAccessorIsAskedOnceByItsOwnPackageAlone', () => {
  const { code, out, err } = run("const mock = require('mock'); console.log(require('http').request(), require('other').call(), mock.receivers())",
    "const http = require('http'); const seen = []; Object.defineProperty(http, 'request', { get() { seen.push(this); return () => 'faked'; }, configurable: true }); exports.receivers = () => seen.length + ' ' + seen.every((it) => Object.keys(it).join() === Object.keys(http).join())",
    { other: "const http = require('http'); exports.call = () => http.request()" });
  assert.deepEqual({ code, out, err }, { code: 0, out: 'faked faked 1 true\n', err: '' });
});

test('twoThatReplaceTheSameMemberEachPutBackWhatTheyHad', () => {
  const mock = (/** @type {string} */ name) => `const http = require('http'); let before; exports.on = () => { before = http.request; http.request = (at) => '${name} ' + (before.name === 'request' ? at : before(at)); }; exports.off = () => { http.request = before; }; exports.own = () => http.request.name;`;
  const { code, out, err } = run(`const a = require('mock'); const b = require('second'); const other = require('other'); const http = require('http');
    a.on(); console.log(other.call('x')); b.on(); console.log(other.call('x'), http.request('y')); b.off(); console.log(other.call('x'), http.request('y')); a.off();
    console.log(other.name(), http.request.name, a.own(), b.own());`, mock('a'), { second: mock('b'), other: "const http = require('http'); exports.call = (at) => http.request(at); exports.name = () => http.request.name" });
  assert.deepEqual({ code, out, err }, { code: 0, out: 'a x\nb a x b a y\na x a y\nrequest request request request\n', err: '' });
});

test('whoHasNotTheMemberStillHasItNot', () => {
  const free = ['fetch', 'globalThis'];
  const { code, out } = project({
    '': { dependencies: ['mock', 'other'], files: { 'main.js': { source: "require('mock'); require('other')", free } } },
    'node_modules/mock': { patches: ['globalThis.fetch', 'http.request'], builtins: ['http'], files: { 'index.js': { source: "globalThis.fetch = () => 'faked'; require('http').request = () => 'faked'", free } } },
    'node_modules/other': { builtins: ['http.STATUS_CODES'], files: { 'index.js': { source: "console.log(typeof fetch, typeof globalThis.fetch, typeof require('http').request)", free } } },
  }, { patches: ['globalThis.fetch', 'http.request'] }).run('main.js');
  assert.deepEqual({ code, out }, { code: 0, out: 'undefined undefined undefined\n' });
});

test('nobodyElseChangesWhatItsFunctionsHaveOfAllFunctions', () => {
  const { code, out, err } = run("require('mock'); const other = require('other'); other.evil(); const http = require('http'); console.log(http.request.call(null, 'a'), http.request.apply(null, ['b']), http.request.note)",
    "require('http').request = (at) => 'faked ' + at", { other: "exports.evil = () => { const { request } = require('http'); for (const key of ['call', 'apply', 'bind', 'toString', Symbol.hasInstance]) { request[key] = () => 'evil'; Reflect.defineProperty(request, key, { value: () => 'evil' }); } Reflect.setPrototypeOf(request, { call: () => 'evil' }); request.note = 'noted'; }" });
  assert.deepEqual({ code, out, err }, { code: 0, out: 'faked a faked b noted\n', err: '' });
});

test('itMayChangeTheClassesOfFetchThatItPutsInThePlaceOfTheRealOnes', () => {
  const { code, out, err } = run(`const mock = require('mock'); const other = require('other'); const made = other.make(); console.log(mock.seen.join(), made.get('a'), made instanceof Headers, new Response('', { headers: made }).headers.get('a'), new Response().headers instanceof Headers); mock.off(); other.make(); console.log(mock.seen.join(), Headers.marked, new Headers() instanceof Headers)`,
    `const Before = globalThis.Headers; exports.seen = []; const { set } = Headers.prototype; Headers.marked = true;
     Headers.prototype.set = function (...args) { exports.seen.push(args[0]); return set.apply(this, args); };
     globalThis.Headers = new Proxy(Headers, {}); exports.off = () => { globalThis.Headers = Before; };`,
    { other: "exports.make = () => { const made = new Headers(); made.set('a', '1'); return made; }" });
  assert.deepEqual({ code, out, err }, { code: 0, out: 'a 1 true 1 true\na undefined true\n', err: '' });
});

test('theDispatcherOfFetchIsItsToSetWithFetch', () => {
  const dispatcher = "const agent = { dispatch(options, handler) { throw new Error('asked for ' + options.path); } }; for (const n of [1, 2]) Object.defineProperty(globalThis, Symbol.for('undici.globalDispatcher.' + n), { value: agent, writable: true, enumerable: false, configurable: false });";
  const main = "require('mock'); fetch('http://127.0.0.1:47123/secret').catch((e) => console.log(/asked for/.test(e.cause?.message ?? e.message)))";
  const given = run(main, dispatcher); assert.deepEqual(given, { code: 0, out: 'true\n', err: '' });
  assert.deepEqual(run(main, dispatcher, { patches: [] }).out, 'false\n');
});

test('anObjectIsAsItIs', () => {
  const { code, out, err } = run("const mock = require('mock'); const other = require('other'); console.log(performance.now(), other.call()); mock.off(); console.log(performance.now() > 0, other.call() > 0)",
    'const before = globalThis.performance; globalThis.performance = { it: -1, now() { return this.it; } }; exports.off = () => { globalThis.performance = before }', { other: 'exports.call = () => performance.now()' });
  assert.deepEqual({ code, out, err }, { code: 0, out: '-1 -1\ntrue true\n', err: '' });
});

test('nodeItselfGoesOnWithItsOwnNextTick', () => {
  const { code, out, err } = run("const mock = require('mock'); const { Readable } = require('stream'); process.nextTick(() => console.log('never')); Readable.from(['a']).on('data', console.log).on('end', () => console.log(mock.seen.length, mock.seen[0].length));",
    'exports.seen = []; process.nextTick = (...args) => { exports.seen.push(args); };');
  assert.deepEqual({ code, out, err }, { code: 0, out: 'a\n1 1\n', err: '' });
});

test('deletedMeansPutBack', () => {
  const { code, out, err } = run('const mock = require(\'mock\'); console.log(setTimeout()); mock.off(); console.log(setTimeout.name, globalThis.setTimeout.name)', "globalThis.setTimeout = () => 'faked'; exports.off = () => { delete globalThis.setTimeout }");
  assert.deepEqual({ code, out, err }, { code: 0, out: 'faked\nsetTimeout setTimeout\n', err: '' });
});

test('whatAnotherOneReplacedForItselfStaysItsOwn', () => {
  const { code, out, err } = run("require('other'); const mock = require('mock'); mock.on(); const other = require('other'); other.patch(); mock.off(); console.log(other.see(), require('http').request.name)",
    "const http = require('http'); const before = http.request; exports.on = () => { http.request = () => 'faked' }; exports.off = () => { http.request = before }", { other: "const http = require('http'); exports.patch = () => { http.request = () => 'own' }; exports.see = () => http.request()" });
  assert.deepEqual({ code, out, err }, { code: 0, out: 'own request\n', err: '' });
});

test('itMayChangeACopyOfTheObjectsOfTheLanguageThatItReplaces', () => {
  const names = ['Intl', 'globalThis', 'console', 'require'];
  const { code, out, err } = project({
    '': { dependencies: ['mock'], files: { 'main.js': { source: "const { off } = require('mock'); console.log(Intl.DateTimeFormat(), typeof Intl.NumberFormat); off(); console.log(typeof Intl.DateTimeFormat().format, typeof Intl.Segmenter)", free: names } } },
    'node_modules/mock': { patches: ['globalThis.Intl'], files: { 'index.js': { source: `const before = globalThis.Intl; const copy = Object.create(null, Object.getOwnPropertyDescriptors(before));
      Object.defineProperty(copy, 'DateTimeFormat', { value: () => 'faked' }); globalThis.Intl = copy; exports.off = () => { globalThis.Intl = before; };`, free: names } } },
  }, { patches: ['globalThis.Intl'] }).run('main.js');
  assert.deepEqual({ code, out, err }, { code: 0, out: 'faked function\nfunction function\n', err: '' });
});

test('whatIsThereAlreadyMayBeWrittenToAFrozenObject', () => {
  const { code, out } = project({ '': { files: { 'main.js': "'use strict'; const { constructor } = Date.prototype; Date.prototype.constructor = constructor; try { Date.prototype.constructor = Object; } catch (e) { console.log(e.name, Date.prototype.constructor === constructor); }" } } }).run('main.js');
  assert.deepEqual({ code, out }, { code: 0, out: 'TypeError true\n' });
});
