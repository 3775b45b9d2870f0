'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project, probe } = require('./fixture.cjs');

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
    event: 'EventTarget.prototype.dispatchEvent = 1', encode: 'TextEncoder.prototype.encode = 1', decode: 'TextDecoder.prototype.decode = 1', request: 'http.ClientRequest.prototype.end = 1',
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
        if (value.open) try { value.open("/etc/hostname", "r", 0o666, () => {}); found.push("opened") } catch (e) { found.push(e.code) }
      }
      console.log(found.join());
    }`);
  assert.equal(err, '');
  assert.deepEqual(out.trim().split('\n').sort(), ['ERR_AMBIT_DENIED', 'own fs x', 'text']);
});
