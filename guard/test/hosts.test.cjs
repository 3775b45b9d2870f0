'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project, probe, runPackage } = require('./fixture.cjs');

/** @param {string} source of the application @param {string} [greet] source of a package without grants that it may require */
function runApplication(source, greet = '') {
  return project({
    '': { dependencies: ['greet'], files: { 'main.js': { free: ['console', 'process', 'globalThis'], source } } },
    'node_modules/greet': { files: { 'index.js': { free: ['console', 'process', 'globalThis'], source: greet } } },
  }).run('main.js');
}

test('prototypesOfBuiltinsCannotBeChanged', () => {
  const attempts = {
    emit: 'EE.prototype.emit = 1', define: 'Object.defineProperty(EE.prototype, "on", { value: 1 })', add: 'EE.prototype.extra = 1', remove: 'delete EE.prototype.once',
    init: 'Object.getPrototypeOf(new EE()).constructor.init = 1', callOfEmit: 'EE.prototype.emit.call = 1', pipe: 'S.Readable.prototype.pipe = 1', write: 'S.Writable.prototype.write = 1', swap: 'S.Readable.prototype = {}',
    from: 'S.Readable.from = 1', port: 'Object.defineProperty(URL.prototype, "port", { get: () => "99" })', params: 'URLSearchParams.prototype.get = 1', buffer: 'Buffer.prototype.utf8Slice = 1', concat: 'Buffer.concat = 1',
    event: 'EventTarget.prototype.dispatchEvent = 1', constructor: 'EventTarget.prototype.constructor = class {}', encode: 'TextEncoder.prototype.encode = 1', decode: 'TextDecoder.prototype.decode = 1', request: 'http.ClientRequest.prototype.end = 1',
    message: 'http.IncomingMessage.prototype._dump = 1', agent: 'http.Agent.prototype.addRequest = 1', socket: 'net.Socket.prototype.connect = 1', hash: 'crypto.Hash.prototype.digest = 1',
    promisified: 'require("fs").read[Symbol.for("nodejs.util.promisify.custom")] = 1',
  };
  const { err: _, ...out } = probe(attempts, {
    head: '"use strict"; const EE = require("events"), S = require("stream"), http = require("http"), net = require("net"), crypto = require("crypto");',
    builtins: ['events', 'stream', 'http', 'net', 'crypto', 'fs'],
  });
  for (const [name, answer] of Object.entries(out)) assert.equal(answer, 'threw TypeError', name);
});

test('derivedObjectsAreAssignedAsEver', () => {
  const { out, err } = runApplication(`
    const EE = require("events"), { Readable, Writable, PassThrough } = require("stream"), util = require("util"), results = [];
    function Old() { EE.call(this) } Old.prototype = Object.create(EE.prototype); Old.prototype.constructor = Old; Old.prototype.emit = function (...a) { results.push("old " + a[0]); return EE.prototype.emit.apply(this, a) };
    new Old().emit("x"); results.push(new Old().constructor === Old, util.inspect(new EE()).startsWith("EventEmitter {"), util.inspect(new Old()).startsWith("Old {"));
    function Inherits() { Readable.call(this) } util.inherits(Inherits, Readable); Inherits.prototype._read = function () { this.push(null) }; Inherits.prototype.pipe = function () { return "piped" }; results.push(new Inherits().pipe());
    class Late extends EE { constructor() { super(); this.on = () => "own on"; this.emit = () => "own emit" } } results.push(new Late().on(), new Late().emit());
    const mixed = Object.assign(() => {}, EE.prototype); mixed.emit = () => "mixed"; results.push(mixed.emit());
    const copied = Object.defineProperties({}, Object.getOwnPropertyDescriptors(EE.prototype)); copied.on("y", (v) => results.push(v)); copied.emit("y", "copied");
    const p = new PassThrough(); const { write } = p; p.write = function (chunk) { return write.call(this, "<" + chunk + ">") }; p.on("data", (d) => results.push(String(d))); p.write("a");
    new Writable({ write(c, e, cb) { results.push("w" + c); cb() }, writev: null }).write("b");
    EE.defaultMaxListeners = 20; results.push(new EE().getMaxListeners(), process.getBuiltinModule("events") === EE);
    setImmediate(() => console.log(results.join()))`);
  assert.equal(err, '');
  assert.equal(out, 'old x,true,true,true,piped,own on,own emit,mixed,copied,<a>,wb,20,true\n');
});

test('descriptorsOfClassesOfNodeAreCopiedAsInPlainNode', () => {
  const { out, err } = runApplication(`
    "use strict"; const lazy = {};
    for (const [P, keys] of [[Response.prototype, ["text", "status"]], [Headers.prototype, ["get"]], [require("events").prototype, ["on"]]]) for (const key of keys) {
      const d = Object.getOwnPropertyDescriptor(P, key); if (d.get) d.get = () => "got"; else d.value = () => "own " + key; Object.defineProperty(lazy, key, d);
    }
    console.log(lazy.text(), lazy.status, lazy.get(), lazy.on()); lazy.on = () => "assigned"; console.log(lazy.on(), Object.create(lazy).on());
    const { value, get, writable } = Reflect.getOwnPropertyDescriptor(require("stream").Readable.prototype, "pipe"); console.log(typeof value, get, writable);
    try { require("events").prototype.on = 1 } catch (e) { console.log(e.name) } try { Object.defineProperty(require("events").prototype, "on", { value: 1 }) } catch (e) { console.log(e.name) }`);
  assert.equal(err, '');
  assert.equal(out, 'own text got own get own on\nassigned assigned\nfunction undefined true\nTypeError\nTypeError\n');
});

test('makersOfCiphersAreCalledByNewToo', () => {
  const { out, err } = runApplication(`
    const crypto = require("crypto"), key = Buffer.alloc(16), one = new crypto.createCipheriv("aes-128-cbc", key, key), two = crypto.createCipheriv("aes-128-cbc", key, key);
    console.log(one.update("x", "utf8", "hex") + one.final("hex") === two.update("x", "utf8", "hex") + two.final("hex"), crypto.createCipheriv.name, crypto.createCipheriv.length);`);
  assert.equal(err, '');
  assert.equal(out, 'true createCipheriv 4\n');
});

test('generatorsAreAssignedTheirOwnMethods', () => {
  const { out, err } = runApplication(`
    "use strict"; (async () => {
      function* g() { yield 1; yield 2 } async function* a() { try { yield 1; yield 2 } finally { console.log("left") } }
      const one = g(); one.next = () => ({ done: true }); console.log([...one].length, [...g()].length);
      const two = a(), close = two.return.bind(two); two.return = (v) => { console.log("closing"); return close(v) }; for await (const x of two) { console.log(x); break }
      for (const P of [g.prototype, a.prototype]) for (const key of ["next", "return", "throw"]) try { Object.getPrototypeOf(P)[key] = 1; console.log("changed") } catch (e) {}
      console.log(Object.getOwnPropertyDescriptor(Object.getPrototypeOf(a.prototype), "next").value === two.next);
    })()`);
  assert.equal(err, '');
  assert.equal(out, '0 2\n1\nclosing\nleft\ntrue\n');
});

test('punycodeThatAPackageRequiresIsNotWarnedOf', () => {
  const { out, err } = project({
    '': { dependencies: ['greet'], files: { 'main.js': { free: ['console', 'process'], source: 'console.log(require("greet").toASCII("mañana"), "noDeprecation" in process)' } } },
    'node_modules/greet': { builtins: ['punycode'], files: { 'index.js': 'module.exports = require("punycode")' } },
  }).run('main.js');
  assert.equal(err, '');
  assert.equal(out, 'xn--maana-pta false\n');
  const own = project({ '': { files: { 'main.js': 'require("punycode")' } } }).run('main.js');
  assert.match(own.err, /DEP0040/);
});

test('responsesCanBePatchedOneByOne', () => {
  const { out, err } = runApplication(`
    const http = require("http");
    const server = http.createServer((q, r) => {
      const { end, writeHead, write } = r; let wrote = 0;
      r.writeHead = function (...a) { this.setHeader("x-late", "1"); return writeHead.apply(this, a) }; r.end = function (...a) { wrote++; return end.apply(this, a) }; r.write = function (...a) { wrote++; return write.apply(this, a) };
      q.url = q.url + "!"; r.statusCode = 201; r.write("a" + q.url); r.end("b"); console.log(wrote);
    });
    const app = Object.create(http.ServerResponse.prototype); app.json = app.end = () => "express"; console.log(app.end());
    class Agent extends http.Agent { addRequest(...a) { console.log("own agent"); return super.addRequest(...a) } }
    http.globalAgent.maxSockets = 7; try { "use strict"; Object.getPrototypeOf(http.globalAgent).constructor = class {} } catch (e) { console.log(e.name) }
    server.listen(0, "127.0.0.1", () => http.get({ port: server.address().port, host: "127.0.0.1", agent: new Agent() }, (r) => {
      let text = ""; r.on("data", (d) => { text += d }).on("end", () => { console.log(r.statusCode, text, r.headers["x-late"]); http.get({ port: server.address().port, host: "127.0.0.1", agent: false }, (last) => { console.log(last.statusCode); last.resume(); server.close() }) });
    }))`);
  assert.equal(err, '');
  assert.equal(out, 'express\nTypeError\nown agent\n2\n201 a/!b 1\n2\n201\n');
});

test('anInstanceDoesNotGiveItsClass', () => {
  const { out, err } = runApplication(`
    const fs = require("fs"), net = require("net"), walk = require("greet");
    const server = net.createServer((s) => { walk("accepted", s); s.end() }).listen(0, "127.0.0.1", () => {
      const socket = net.connect(server.address().port, "127.0.0.1", () => {
        walk("socket", socket); walk("handle", socket._handle); walk("server", server); walk("stdout", process.stdout);
        console.log(socket.constructor === socket.constructor, socket.constructor.name, socket instanceof socket.constructor, socket instanceof net.Socket);
      }).on("data", () => {}).on("close", () => server.close(() => {
        const file = fs.createReadStream(__filename).on("data", () => {}).on("close", () => { walk("file", file); walk("write", fs.createWriteStream("/dev/null").on("error", () => {})) });
      }));
    })`, `module.exports = (name, it) => {
      const outcome = (f) => { try { f(); return "worked" } catch (e) { return e.code ?? e.name } };
      const parents = []; for (let c = it.constructor; typeof c === "function" && c !== Function.prototype; c = Object.getPrototypeOf(c)) parents.push(outcome(() => new c("/etc/hostname")));
      console.log(name, parents.join(), outcome(() => Reflect.construct(it.constructor, ["/etc/hostname"], class {})));
    }`);
  assert.equal(err, '');
  const lines = out.trim().split('\n');
  assert.ok(lines.includes('true Socket true true'), out);
  for (const name of ['accepted', 'socket', 'handle', 'server', 'stdout', 'file', 'write']) {
    assert.ok(lines.includes(`${name} ERR_AMBIT_DENIED ERR_AMBIT_DENIED`), `${name} in ${out}`);
  }
});

test('aFileStreamDoesNotCarryFs', () => {
  const { out, err } = runApplication(`
    const fs = require("fs"), walk = require("greet");
    const file = fs.createReadStream(__filename).on("data", () => {}).on("close", () => walk(file));
    fs.createWriteStream("out.txt").end("text", () => console.log(fs.readFileSync("out.txt", "utf8")));
    fs.createReadStream("x", { fs: { open: (...a) => console.log("own fs", a[0]), read() {}, close() {} } });`, `module.exports = (stream) => {
      const found = [];
      for (let o = stream; o !== null; o = Object.getPrototypeOf(o)) for (const s of Object.getOwnPropertySymbols(o)) {
        const value = stream[s]; if (value === null || typeof value !== "object") continue;
        if (value.readFileSync) found.push("all of fs");
        if (value.open) value.open("/etc/hostname", "r", 0o666, (e) => found.push(e ? e.code : "opened"));
      }
      console.log(found.join());
    }`);
  assert.equal(err, '');
  assert.deepEqual(out.trim().split('\n').sort(), ['ERR_AMBIT_DENIED', 'own fs x', 'text']);
});

test('aTimerLeadsToNoOther', () => {
  const { out, err } = runApplication(`
    const results = []; setTimeout((secret) => secret, 50, "secret"); setImmediate((s) => s, "secret"); const walk = require("greet");
    const t = setTimeout(function (a, b) { results.push(this === t, a + b) }, 1, 1, 2); clearTimeout(setTimeout(() => results.push("cleared"), 1));
    const n = setTimeout(() => results.push("by number"), 1); clearTimeout(+n); clearTimeout(undefined); clearTimeout(null); clearTimeout(12345);
    let k = 0; const i = setInterval(() => { if (++k === 2) clearInterval(i) }, 1); clearImmediate(setImmediate(() => results.push("cleared")));
    results.push(t.hasRef(), t.unref() === t, t.hasRef(), t.ref().hasRef(), t.refresh() === t, typeof +t, t.constructor.name);
    try { setTimeout("code") } catch (e) { results.push(e.code) }
    require("util").promisify(setTimeout)(1, "promised").then((v) => results.push(v)); require("timers/promises").setTimeout(1, "too").then((v) => results.push(v));
    setImmediate((a) => results.push(a), "immediate"); setTimeout(() => console.log(results.sort().join(), k), 30);`, `
    for (const mine of [setTimeout(() => {}, 50), setInterval(() => {}, 50).unref(), setImmediate(() => {}), (function () { return this })().setTimeout(() => {}, 50)]) {
      const found = []; for (let o = mine; o !== null; o = Object.getPrototypeOf(o)) for (const k of Reflect.ownKeys(o)) { let v; try { v = mine[k] } catch {} if (typeof v === "object" && v !== null && k !== "__proto__") found.push(String(k)) }
      console.log(found.join()); clearInterval(mine);
    } setImmediate(function () { console.log(this._idlePrev, this._idleNext, this._argv) })`);
  assert.equal(err, '');
  assert.equal(out, '\n\n\n\nundefined undefined undefined\n3,ERR_INVALID_ARG_TYPE,Timeout,false,immediate,number,promised,too,true,true,true,true,true 2\n');
});

test('aBufferSharesNoMemory', () => {
  const { out } = runApplication('const secret = [Buffer.from("fake-secret"), Buffer.concat([Buffer.from("fake-"), Buffer.from("secret")])]; console.log(require("greet"), secret.length)', `
    module.exports = ["from", "allocUnsafe", "concat"].map((name) => Buffer[name](name === "from" ? "x" : name === "concat" ? [Buffer.alloc(1), Buffer.alloc(1)] : 1).buffer.byteLength < 8);
    try { Buffer.poolSize = 8192 } catch {} module.exports.push(Buffer.poolSize, Buffer.from("x").buffer.byteLength); module.exports = module.exports.join()`);
  assert.equal(out, 'true,true,true,0,1 2\n');
});

test('aPackagePatchesOnlyItsOwnConsole', () => {
  const { out, err } = runApplication(`
    console.log("from the application", require("greet")); const { log } = console; console.log = (...a) => log("captured", ...a)`, `
    const outcome = (f) => { try { f(); return "done" } catch (e) { return e.name } };
    console.log = () => {}; console.log("swallowed"); globalThis.console.warn = 1;
    const real = (function () { return this })();
    module.exports = [outcome(() => { "use strict"; real.console.log = 1 }), outcome(() => { "use strict"; real.console = {} }), globalThis.console === console, typeof console._stdout].join()`);
  assert.equal(err, '');
  assert.equal(out, 'from the application TypeError,TypeError,true,undefined\n');
});

test('theApplicationCapturesWhatPackagesPrint', () => {
  const { run } = project({
    '': { dependencies: ['greet'], files: { 'main.js': { free: ['process'], source: `
      const { log } = console; console.log = (...a) => log("captured", ...a); const { write } = process.stdout; const greet = require("greet"); greet();
      process.stdout.write = function (text, ...rest) { return write.call(this, "+" + text, ...rest) }; greet();` }, 'main.mjs': { source: 'import greet from "greet"; console.log = () => process.stdout.write("captured in a module\\n"); greet()', free: ['console', 'process'] } } },
    'node_modules/greet': { files: { 'index.js': { free: ['process'], source: 'module.exports = () => { console.log("x"); process.stdout.write("y\\n") }' } } },
  });
  assert.equal(run('main.js').out, 'captured x\ny\n+captured x\n+y\n');
  assert.equal(run('main.mjs').out, 'captured in a module\ny\n');
});

test('aPackageHasAStandardOutputOfItsOwn', () => {
  const { out, err } = runApplication('require("greet")(() => console.log("done"))', `
    const { stdout } = process; const { write } = stdout;
    module.exports = (done) => {
      stdout.write = function (text, ...rest) { return write.call(this, "[" + text + "]", ...rest) }; stdout.write("a"); console.log("b");
      stdout.write = write; stdout.write("flushed\\n", () => stdout.end("ended\\n", () => { stdout.write("still there\\n"); done() }));
      console.log(stdout === process.stdout, typeof stdout.fd, stdout._handle === undefined || Object.keys(stdout._handle).join(), stdout.listenerCount("drain"));
    }`);
  assert.equal(err, '');
  assert.match(out, /^\[a\]b\nflushed\ntrue number (true|setBlocking) 0\nended\nstill there\ndone\n$/);
});

test('streamsArePipedToAStandardOutput', () => {
  const { run } = project({
    '': { dependencies: ['greet'], files: { 'main.js': 'require("greet")' } },
    'node_modules/greet': { builtins: ['stream'], files: { 'index.js': { free: ['process'], source: `
      const { Readable, pipeline } = require("stream");
      Readable.from(["a\\n"]).pipe(process.stdout); Readable.from(["b\\n"]).pipe(process.stdout);
      setTimeout(() => pipeline(Readable.from(["c\\n"]), process.stderr, (e) => console.log("piped", e === undefined)), 20)` } } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, 'a\nb\npiped true\n');
  assert.equal(err, 'c\n');
});

test('eachPackageHasItsOwnAgent', () => {
  const { run } = project({
    '': { dependencies: ['evil', 'other'], files: { 'main.js': `
      const http = require("http"), evil = require("evil"), other = require("other"); http.globalAgent.maxSockets = 7;
      const server = http.createServer((q, r) => r.end(q.url)).listen(0, "127.0.0.1", async () => { const { port } = server.address();
        console.log(await evil(port, "/mine"), await other(port, "/mine"), http.globalAgent.addRequest === http.Agent.prototype.addRequest);
        console.log(await new Promise((done) => http.get({ port, host: "127.0.0.1", path: "/app" }, (r) => r.on("data", (d) => done(String(d)))))); server.close(); server.closeAllConnections() })` } },
    'node_modules/evil': { builtins: ['http'], files: { 'index.js': `const http = require("http");
      const patch = (agent) => { const { addRequest } = agent; agent.addRequest = function (request, ...rest) { request.path = "/stolen"; return addRequest.call(this, request, ...rest) } };
      module.exports = (port, path) => { patch(http.globalAgent); const first = http.get("http://127.0.0.1:" + port + path); patch(first.agent);
        return new Promise((done) => first.on("response", (r) => r.on("data", (d) => done(String(d) + (http.globalAgent === http.globalAgent) + (typeof first.agent.createConnection))))) }` } },
    'node_modules/other': { builtins: ['http', 'https', 'url'], files: { 'index.js': `const http = require("http");
      const body = (r) => new Promise((done) => r.on("data", (d) => done(String(d))));
      module.exports = async (port, path) => { const all = [];
        for (const args of [[{ port, host: "127.0.0.1", path }], ["http://127.0.0.1:" + port + path], [new URL("http://127.0.0.1:" + port + path)], ["http://127.0.0.1:" + port + "/x", { path }], [require("url").parse("http://127.0.0.1:" + port + path)]])
          all.push(await new Promise((done) => http.get(...args, (r) => done(body(r)))));
        const sent = http.request({ port, host: "127.0.0.1", path, agent: false }); all.push(await new Promise((done) => { sent.on("response", (r) => done(body(r))); sent.end() }));
        http.globalAgent = new http.Agent({ maxSockets: 1 }); all.push(http.get({ port, host: "127.0.0.1" }, (r) => r.resume()).agent.maxSockets, http.globalAgent.maxSockets);
        return all.join() }` } },
  });
  const { out, err } = run('main.js');
  assert.equal(err, '');
  assert.equal(out, '/stolentrueundefined /mine,/mine,/mine,/mine,/mine,/mine,1,1 true\n/app\n');
});

test('aGrantOfABuiltinDoesNotIncludeItsSwitches', () => {
  const switches = {
    hook: 'async_hooks.createHook', resource: 'async_hooks.executionAsyncResource', servers: 'dns.setServers', order: 'dns.setDefaultResultOrder', family: 'net.setDefaultAutoSelectFamily',
    observer: 'perf_hooks.PerformanceObserver', engine: 'crypto.setEngine', flags: 'v8.setFlagsFromString', promised: 'dns/promises.setServers',
  };
  const builtins = ['async_hooks', 'dns', 'net', 'perf_hooks', 'crypto', 'v8'];
  const types = Object.fromEntries(Object.entries(switches).map(([name, it]) => [name, `typeof require("${it.split('.')[0]}").${it.split('.')[1]}`]));
  const { err, ...out } = probe({ ...types, storage: 'typeof require("async_hooks").AsyncLocalStorage', lookup: 'typeof require("dns").lookup' }, { builtins });
  const { storage, lookup, ...withheld } = out;
  assert.equal(storage + lookup, 'functionfunction');
  for (const [name, type] of Object.entries(withheld)) assert.equal(type, 'undefined', name);
  for (const it of Object.values(switches)) assert.ok(err.includes(`may not use \`${it}\``), it);
  const { hook, order, err: none } = probe(types, { builtins: [...builtins, 'async_hooks.createHook', 'dns.setDefaultResultOrder'] });
  assert.equal(hook + order, 'functionfunction');
  assert.doesNotMatch(none, /createHook/);
});

test('aPackageSubscribesToItsOwnChannelsOnly', () => {
  const expressions = {
    node: 'D.subscribe("http.client.request.start", () => {})', undici: 'D.channel("undici:request:create").subscribe(() => {})', store: 'D.channel("net.client.socket").bindStore({}, (x) => x)',
    tracing: 'D.tracingChannel("module.require").subscribe({})', publish: 'D.channel("undici:request:create").publish({}) === undefined && D.channel("undici:request:create").hasSubscribers',
    own: '(() => { let got; D.subscribe("mine", (m) => { got = m }); D.channel("mine").publish(7); return got })()', walk: 'typeof D.channel("http.x").constructor.prototype.subscribe',
    proto: '(() => { try { D.channel("mine").constructor.prototype.publish = 1; return D.channel("mine").publish === 1 } catch (e) { return false } })()',
  };
  const { err, ...out } = probe(expressions, { head: 'const D = require("diagnostics_channel");', builtins: ['diagnostics_channel'] });
  assert.deepEqual(out, {
    node: 'threw ERR_AMBIT_DENIED', undici: 'threw ERR_AMBIT_DENIED', store: 'threw ERR_AMBIT_DENIED', tracing: 'threw ERR_AMBIT_DENIED', publish: false, own: 7, walk: 'undefined', proto: false,
  });
  assert.match(err, /may not use `diagnostics_channel\.subscribe`/);
  const granted = probe(expressions, { head: 'const D = require("diagnostics_channel");', builtins: ['diagnostics_channel', 'diagnostics_channel.subscribe'] });
  assert.equal(granted.err, '');
  assert.equal(granted.node, undefined);
});

test('domainIsRefusedEachTime', () => {
  const { out } = runApplication(`
    const load = () => { try { require("domain"); return "loaded" } catch (e) { return e.code + " " + e.message } };
    console.log(load()); console.log(load() === load()); new (require("events"))().emit("x")`);
  assert.equal(out, 'ERR_AMBIT_DENIED `domain` is refused: it changes the event emitters of all packages (`domain`, and `repl` before Node 26)\ntrue\n');
});

test('smallBuffersOfTextHoldTheirTextAndNothingElse', () => {
  const { err: _, ...out } = probe({
    texts: '["", "a", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "x".repeat(64) + "\\u00e9", "x".repeat(65), "\\u20ac".repeat(100), "x".repeat(4096), "\\u00e9".repeat(4097)].every((t) => { const b = Buffer.from(t), w = new TextEncoder().encode(t); return b.length === w.length && w.every((v, i) => v === b[i]) && b.buffer.byteLength === b.length && b.byteOffset === 0 && Buffer.isBuffer(b) })',
    lengths: '(() => { const wrong = []; for (let n = 0; n <= 130; n++) for (const letter of ["x", "\\u00e9", "\\u20ac", "\\ud83d\\ude00"]) { const t = "a".repeat(n) + letter + "b".repeat(n % 3), b = Buffer.from(t); if (b.toString() !== t || b.buffer.byteLength !== b.length) wrong.push(n + letter) } return wrong.join() })()',
    cleared: '(() => { for (let i = 0; i < 2000; i++) Buffer.alloc(1000, 7); let seen = 0; for (let i = 0; i < 2000; i++) for (const v of Buffer.allocUnsafe(1000)) seen |= v; return seen })()',
    joined: 'Buffer.concat([Buffer.from("a".repeat(100)), Buffer.from("b")]).toString().length', negative: 'Buffer.allocUnsafe(-1)', wrong: 'Buffer.allocUnsafe("1")',
  });
  assert.deepEqual(out, { texts: true, lengths: '', cleared: 0, joined: 101, negative: 'threw ERR_OUT_OF_RANGE', wrong: 'threw ERR_INVALID_ARG_TYPE' });
});

test('aPromiseOfATimerLeavesItsValueOnNoTimer', () => {
  const { out, err } = runPackage('module.exports = 1', { main: `
    const { createServer, connect } = require('net'); const { setTimeout: later, setImmediate: soon } = require('timers/promises'); const { promisify } = require('util');
    let timer; require('async_hooks').createHook({ init: (id, type, by, made) => { if (type === 'Timeout') timer ??= made } }).enable();
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1', async () => {
      const socket = connect(server.address().port, '127.0.0.1'); socket.setTimeout(200);
      const all = [later(200, 'secret'), promisify(setTimeout)(200, 'secret'), soon('soon'), later(1), later(1, 'v', { signal: AbortSignal.abort() }).catch((e) => e.name)];
      let seen = 0, secrets = 0;
      for (let at = timer._idlePrev; at && at !== timer; at = at._idlePrev) { seen++; if (JSON.stringify(at._timerArgs ?? []).includes('secret')) secrets++ }
      console.log(seen > 0, secrets, JSON.stringify(await Promise.all(all))); server.close(); socket.destroy();
    })` });
  assert.equal(out, 'true 0 ["secret","secret","soon",null,"AbortError"]\n', err);
});

test('theGettersOfLinksCanBeReadFromTheirPrototypes', () => {
  const { out, err } = runPackage(`module.exports = (...links) => links.map((link) => { const at = Object.getPrototypeOf(link); for (const key of Reflect.ownKeys(at)) void at[key]; return typeof require('util').inspect(at, { getters: true }) }).join()`, {
    builtins: ['util'], main: `const http = require('http'); const server = http.createServer((req, res) => { console.log(require('evil')(req.socket.server, res.req.socket.server)); res.end() }).listen(0, '127.0.0.1', () => {
      const request = http.get({ port: server.address().port, host: '127.0.0.1' }, (res) => { res.resume(); server.close() }); console.log(require('evil')(request.agent)) })` });
  assert.equal(out, 'string\nstring,string\n', err);
});

test('theIteratorsThatTheApplicationMakesAreClosed', () => {
  const makes = {
    whole: 'Readable.from(["secret"])[Symbol.asyncIterator]()', iterator: 'Readable.from(["secret"]).iterator({ destroyOnReturn: false })',
    input: 'process.stdin[Symbol.asyncIterator]()', duplex: 'new PassThrough()[Symbol.asyncIterator]()',
  };
  for (const [name, made] of Object.entries(makes)) {
    const { out, err } = runApplication(`const { PassThrough, Readable } = require('stream'); const made = ${made}; require('greet')(made);
      (async () => { for await (const chunk of Readable.from(['secret'])) console.log(String(chunk)); process.exit() })();`,
    `module.exports = (made) => {
      for (let at = Object.getPrototypeOf(made); at !== null; at = Object.getPrototypeOf(at)) {
        try { at.next = () => ({ done: true }) } catch {}
        try { Object.defineProperty(at, 'next', { value: () => ({ done: true }) }) } catch {}
        if (Object.isExtensible(at)) console.log('open');
      }
    };`);
    assert.equal(out, 'secret\n', `${name}: ${err}`);
  }
});

test('streamsAreIteratedAsEver', () => {
  const { out, err } = runApplication(`const { Readable, pipeline } = require('stream');
    (async () => {
      const all = []; for await (const chunk of Readable.from(['a', 'b']).iterator({ destroyOnReturn: true })) all.push(chunk);
      all.push(...await Readable.from(['c']).map((text) => text).toArray(), Readable.prototype.iterator.length, typeof Object.create(Readable.prototype).iterator);
      await new Promise((done) => pipeline(Readable.from(['d']), async function (source) { for await (const chunk of source) all.push(chunk) }, done));
      console.log(all.join());
    })();`);
  assert.equal(out, 'a,b,c,1,function,d\n', err);
});

test('connectionsOfTlsAreMadeAndOneThatWasAcceptedConnectsNowhere', () => {
  const { out, err } = runApplication(`
    const https = require("https"), tls = require("tls"), greet = require("greet"), key = Buffer.from("a shared secret");
    const both = { ciphers: "PSK", maxVersion: "TLSv1.2", minVersion: "TLSv1.2" };
    const client = { ...both, host: "127.0.0.1", checkServerIdentity: () => undefined, pskCallback: () => ({ psk: key, identity: "bird" }) };
    const refused = [];
    const server = https.createServer({ ...both, pskCallback: () => key }, (q, r) => { refused.push(greet(q.socket, server.address().port)); r.end("hello") });
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address(), seen = [], agent = new https.Agent({ keepAlive: true, maxCachedSessions: 0 });
      const get = (options, then) => https.get({ ...client, port, ...options }, (r) => { r.on("data", (d) => seen.push(String(d))).on("end", then) });
      get({}, () => get({ agent }, () => get({ agent: false }, () => tls.connect({ ...client, port }, function () {
        seen.push("connected"); this.destroy(); agent.destroy(); server.closeAllConnections(); server.close(() => console.log(seen.join(), refused.join()));
      }))));
    })`, 'module.exports = (socket, port) => { try { socket.connect({ port, host: "127.0.0.1" }); return "connected" } catch (e) { return e.code } }');
  assert.equal(err, '');
  assert.equal(out, 'hello,hello,hello,connected ERR_AMBIT_DENIED,ERR_AMBIT_DENIED,ERR_AMBIT_DENIED\n');
});

test('aSocketTellsWhenItsServerClosesAndNothingElseOfIt', () => {
  const { out, err } = runApplication(`
    const http = require("http"), greet = require("greet"), seen = [];
    const server = http.createServer((q, r) => { if (q.url === "/first") greet(q.socket.server, seen); r.end() });
    const get = (path, then) => http.get({ port: server.address().port, host: "127.0.0.1", path }, (r) => { r.on("end", then).resume() });
    server.listen(0, "127.0.0.1", () => get("/first", () => get("/second", () => { server.closeAllConnections(); server.close(() => setImmediate(() => console.log(seen.join()))) })))`,
  `module.exports = (server, seen) => {
    for (const event of ["request", "connection", "upgrade", "newListener", "close"]) server.on(event, function () { seen.push(event, this === server, arguments.length) });
    server.once("request", () => seen.push("once"));
  }`);
  assert.equal(err, '');
  assert.equal(out, 'close,true,0\n');
});
