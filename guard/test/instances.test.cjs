'use strict';
// Whoever makes or is handed an instance has its prototypes: none of them is open, by whatever way the first one was made.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project, runPackage } = require('./fixture.cjs');

const BUILTINS = [
  'async_hooks', 'buffer', 'crypto', 'dgram', 'dns', 'fs', 'module', 'net', 'perf_hooks', 'readline', 'stream', 'string_decoder', 'tls', 'url', 'util', 'v8', 'worker_threads', 'zlib',
];

/** Each is made first in a process of its own kind of order: none was named before. */
const MADE = {
  channel: 'new MessageChannel()', port: 'new MessageChannel().port1', signal: 'AbortSignal.any([new AbortController().signal])',
  event: 'new Event("x")', customEvent: 'new CustomEvent("x")', response: 'new Response("x")', body: 'new Response("x").body.getReader()', headers: 'new Headers({ a: "b" }).entries()',
  request: 'new Request("http://127.0.0.1/")', form: 'new FormData()', blob: 'new Blob(["a"])', file: 'new File(["a"], "b")', compression: 'new CompressionStream("gzip")',
  writer: 'new WritableStream().getWriter()', bytes: 'new ReadableStream({ type: "bytes" }).getReader({ mode: "byob" })', decoder: 'new TextDecoderStream()', search: 'new URLSearchParams("a=1").entries()',
  mark: 'performance.mark("x")', map: 'new (require("module").SourceMap)({ version: 3, sources: [], names: [], mappings: "" })',
  cipher: 'new (require("crypto").Cipheriv)("aes-128-cbc", Buffer.alloc(16), Buffer.alloc(16))', decipher: 'new (require("crypto").Decipheriv)("aes-128-cbc", Buffer.alloc(16), Buffer.alloc(16))',
  group: 'new (require("crypto").DiffieHellmanGroup)("modp1")', curve: 'new (require("crypto").ECDH)("secp256k1")', sign: 'new (require("crypto").Sign)("sha256")', verify: 'new (require("crypto").Verify)("sha256")',
  key: 'require("crypto").createSecretKey(Buffer.alloc(16))', pair: 'require("crypto").generateKeyPairSync("ed25519")', subtle: 'require("crypto").subtle',
  context: 'new (require("tls").SecureContext)()', madeContext: 'require("tls").createSecureContext()',
  stats: 'require("fs").statSync(".")', bigStats: 'require("fs").statSync(".", { bigint: true })', system: 'require("fs").statfsSync(".")',
  brotli: 'require("zlib").createBrotliCompress()', resolver: 'new (require("dns").Resolver)()', datagrams: 'require("dgram").createSocket("udp4").unref()', blocked: 'new (require("net").BlockList)()',
  address: 'new (require("net").SocketAddress)()', histogram: 'require("perf_hooks").createHistogram()', delay: 'require("perf_hooks").monitorEventLoopDelay()', serializer: 'new (require("v8").Serializer)()',
  type: 'new (require("util").MIMEType)("a/b;c=d")', storage: 'new (require("async_hooks").AsyncLocalStorage)()', resource: 'new (require("async_hooks").AsyncResource)("x")',
  stream: 'require("fs").createReadStream(__filename)', server: 'new (require("net").Server)()', socket: 'new (require("net").Socket)()', text: 'new (require("string_decoder").StringDecoder)()',
};

test('noInstanceOfNodeHasAPrototypeThatItsHolderMayChange', () => {
  const source = `
    const open = module.exports = [];
    const seen = new Set();
    const look = (value, path, depth) => {
      if (typeof value !== 'object' || value === null || seen.has(value) || depth > 3) return;
      seen.add(value);
      for (let at = Object.getPrototypeOf(value); at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
        if (Object.isExtensible(at) && !seen.has(at)) open.push(path + ': ' + (at.constructor && at.constructor.name));
        seen.add(at);
      }
      for (const key of Reflect.ownKeys(value)) {
        const d = Object.getOwnPropertyDescriptor(value, key);
        if (d !== undefined && 'value' in d) look(d.value, path + '.' + String(key), depth + 1);
      }
    };
    ${Object.entries(MADE).map(([name, made]) => `look(${made}, ${JSON.stringify(name)}, 0);`).join('\n')}
    for (const made of open.length === 0 ? [] : open) console.error(made);`;
  const { out, err } = runPackage({ source, free: ['process', 'globalThis'] }, { builtins: BUILTINS });
  assert.equal(out, '[]\n', err);
});

test('aClassThatInheritsFromACipherTheOldWayWorks', () => {
  const { out, err } = runPackage(`
    const { Cipheriv, createCipheriv } = require('crypto');
    const args = ['aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)];
    class New extends Cipheriv {}
    const found = [new New(...args), Cipheriv(...args), createCipheriv(...args)].map((cipher) => cipher.update('a', 'utf8', 'hex') + cipher.final('hex'));
    module.exports = [new Set(found).size, found[0].length, new New(...args) instanceof Cipheriv, createCipheriv(...args) instanceof Cipheriv, createCipheriv(...args).constructor === Cipheriv, Cipheriv.name];`,
  { builtins: ['crypto'] });
  assert.equal(out, '[1,32,true,true,true,"Cipheriv"]\n', err);
});

test('aPackageDoesNotReplaceWhatOthersMeanByFunction', () => {
  const { run } = project({
    '': { dependencies: ['evil', 'victim'], files: { 'main.js': { free: ['console', 'globalThis'], source: `
      require('evil');
      console.log(require('victim')(), globalThis.Function.name);
      globalThis.Function = class Own {};
      console.log(globalThis.Function.name, require('victim')());` } } },
    'node_modules/evil': { files: { 'index.js': `
      try { (function () { this.Function = class Evil {} })() } catch {}
      try { (function () { Object.defineProperty(this, 'Function', { get: () => class Evil {} }) })() } catch {}
      try { (function () { delete this.Function })() } catch {}` } },
    'node_modules/victim': { files: { 'index.js': 'module.exports = () => Function.name + ((() => {}) instanceof Function)' } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, 'Functiontrue Function\nOwn Functiontrue\n', err);
});
