'use strict';
// Two packages with the same code each look at everything that they reach. What both have, and either could change, is a way
// from one to the other: there is none but what the list says.

const assert = require('node:assert/strict');
const { builtinModules } = require('node:module');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const free = ['process', 'globalThis', 'crypto', 'navigator', 'fetch'];
/** These act on the process, or give everything. */
const LEFT_OUT = ['module', 'process', 'inspector', 'inspector/promises', 'repl', 'domain', 'cluster', 'wasi', 'trace_events', 'v8', 'constants'];
/** What is shared on purpose: a number of `Error`, channels by their names. */
const KNOWN = [/stackTraceLimit$/, /^makes_diagnostics _subscribers,/];

const MAKES = {
  event: 'new Event("x")', target: 'new EventTarget()', abort: 'new AbortController()', blob: 'new Blob(["a"])', file: 'new File([], "x")', response: 'new Response("a")',
  request: 'new Request("http://a/")', headers: 'new Headers({ a: "b" }).entries()', form: 'new FormData().entries()', readable: 'new ReadableStream()', transform: 'new TransformStream()',
  writer: 'new WritableStream().getWriter()', iterated: 'new ReadableStream()[Symbol.asyncIterator]()', params: 'new URLSearchParams("a=b").entries()', mark: 'performance.mark("x")',
  timing: 'performance.nodeTiming', timer: 'setTimeout(() => {}, 1).unref()', channel: 'new MessageChannel()', exception: 'new DOMException("x")', segments: 'new Intl.Segmenter().segment("a")[Symbol.iterator]()',
  compressed: 'new CompressionStream("gzip")', decoded: 'new TextDecoderStream()', helper: '[1].values().map((x) => x)', buffer: 'Buffer.from("a")',
};
const OF_BUILTINS = {
  file: 'require("fs").createReadStream(__filename)', dir: 'require("fs").opendirSync(__dirname)', watcher: 'require("fs").watch(__dirname).unref()', watched: 'require("fs").watchFile(__filename, () => {}).unref()',
  server: 'require("net").createServer()', socket: 'new (require("net").Socket)()', blocked: 'new (require("net").BlockList)()', httpServer: 'require("http").createServer()', agent: 'new (require("http").Agent)()',
  context: 'require("tls").createSecureContext()', http2: 'require("http2").createServer()', gzip: 'require("zlib").createGzip()', hash: 'require("crypto").createHash("sha1")', sign: 'require("crypto").createSign("sha256")',
  cipher: 'require("crypto").createCipheriv("aes-128-cbc", "0123456789abcdef", "0123456789abcdef")', key: 'require("crypto").createSecretKey(Buffer.from("0123456789abcdef"))', curve: 'require("crypto").createECDH("prime256v1")',
  subtle: 'require("crypto").webcrypto.subtle', udp: 'require("dgram").createSocket("udp4").unref()', resolver: 'new (require("dns").Resolver)()', emitter: 'new (require("events"))()',
  stream: 'require("stream").Readable.from(["a"])', read: 'require("stream").Readable.from(["a"])[Symbol.asyncIterator]()', lines: 'require("readline").createInterface({ input: new (require("stream").PassThrough)() })',
  histogram: 'require("perf_hooks").createHistogram()', storage: 'new (require("async_hooks").AsyncLocalStorage)()', resource: 'new (require("async_hooks").AsyncResource)("X")',
  diagnostics: 'require("diagnostics_channel").channel("x")', statement: 'new (require("node:sqlite").DatabaseSync)(":memory:").prepare("select 1")', ticks: 'require("timers/promises").setInterval(1)',
  scheduler: 'require("timers/promises").scheduler', mime: 'new (require("util").MIMEType)("a/b")', script: 'new (require("vm").Script)("1")',
};

const LOOK = `
const seen = new Set();
const open = new Map();
const isPlainPrototype = (it, keys) => keys.length <= 1 && Object.hasOwn(it, 'constructor') && Object.getPrototypeOf(it) === Object.prototype;
// members of Node's classes show as data that copies can be assigned, and take what they are already
function isWritten(it, key, value) {
  const probe = () => {};
  try { Reflect.set(it, key, probe) } catch { return false }
  const written = Object.getOwnPropertyDescriptor(it, key).value === probe;
  if (written) Reflect.set(it, key, value);
  return written;
}
function look(it, path, deep) {
  if ((typeof it !== 'object' && typeof it !== 'function') || it === null || seen.has(it) || deep > 9) return;
  seen.add(it);
  const keys = Reflect.ownKeys(it).slice(0, 400);
  const loose = [];
  for (const key of keys) {
    const d = Object.getOwnPropertyDescriptor(it, key);
    if (d.configurable || (d.writable && isWritten(it, key, d.value))) loose.push(String(key));
    look(d.get, path + '.get ' + String(key), deep + 1);
    look(d.set, path + '.set ' + String(key), deep + 1);
    if ('value' in d) look(d.value, path + '.' + String(key), deep + 1);
    else if (d.get) { let value; try { value = Reflect.apply(d.get, it, []) } catch { continue } look(value, path + '.' + String(key), deep + 1) }
  }
  const names = loose.filter((name) => name !== 'constructor' && name !== 'Symbol(kCapture)');
  // who writes to a function or to the prototype of one is seen by nobody; a list that shares its length is a list
  if (typeof it === 'object' && !ArrayBuffer.isView(it) && !isPlainPrototype(it, keys) && (Object.isExtensible(it) || names.length > 0)) open.set(it, path + ' ' + names.slice(0, 6).join());
  look(Object.getPrototypeOf(it), path + '.__proto__', deep + 1);
}`;

/** @param {string[]} builtins @param {string[]} globals @param {Record<string, string>} makes */
function sharedBy(builtins, globals, makes) {
  const source = `${LOOK}
    for (const name of Object.getOwnPropertyNames(globalThis)) if (!['global', 'globalThis'].includes(name)) { let value; try { value = globalThis[name] } catch { continue } look(value, name, 0) }
    ${Object.entries(makes).map(([name, expression]) => `try { look(${expression}, 'makes_${name}', 0) } catch {}`).join('\n')}
    for (const name of ${JSON.stringify(builtins)}) { let value; try { value = require(name) } catch { continue } look(value, 'b:' + name, 0) }
    exports.open = open; exports.size = seen.size`;
  const pkg = { builtins, globals, files: { 'index.js': { free, source } } };
  const { code, out, err } = project({
    '': { dependencies: ['a', 'b'], files: { 'main.js': { free: ['console', 'process'], source: `
      const a = require('a'), b = require('b');
      console.log(JSON.stringify({ size: a.size, shared: [...a.open].filter(([it]) => b.open.has(it)).map(([, path]) => path) })); process.exit(0)` } } },
    'node_modules/a': pkg, 'node_modules/b': pkg,
  }).run('main.js');
  assert.equal(code, 0, err);
  const { size, shared } = JSON.parse(out);
  assert.ok(size > 2300, `${size} objects`);
  return shared.filter((/** @type {string} */ path) => !KNOWN.some((known) => known.test(path)));
}

test('packagesWithoutGrantsHaveNothingInCommonThatTheyCouldChange', () => {
  assert.deepEqual(sharedBy([], [], MAKES), []);
});

test('packagesWithBuiltinsHaveNothingInCommonThatTheyCouldChange', () => {
  const builtins = [...builtinModules.filter((name) => !name.startsWith('_') && !name.startsWith('node:') && !LEFT_OUT.includes(name)), 'sqlite'];
  assert.deepEqual(sharedBy(builtins, ['crypto', 'navigator'], { ...MAKES, ...OF_BUILTINS }), []);
});
