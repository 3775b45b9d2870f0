// A well-behaved package with authority. It hands out ordinary objects, none of which is meant to give authority away.
const fs = require('fs')
const http = require('http')
const net = require('net')
const { EventEmitter, once } = require('events')
const stream = require('stream')
const zlib = require('zlib')
const crypto = require('crypto')
const path = require('path')
const util = require('util')
const { AsyncLocalStorage } = require('async_hooks')
const more = require('./more')
const further = require('./further')

class Account {
  #token
  constructor(token) { this.#token = token }
  holds(token) { return this.#token === token }
}

exports.start = async ({ add, secret, plant, mark }) => {
  for (const [name, value] of Object.entries({ require, module, process, fs, http, net, cache: require.cache, promises: fs.promises })) add(value, `${name} of the sibling`)
  const account = new Account(secret)
  const storage = new AsyncLocalStorage()
  // what the sibling does with its secret, before and while others run
  setInterval(token => account.holds(token), 3600000, secret)
  setTimeout(token => account.holds(token), 3600000, secret)
  Buffer.from(secret)
  new Promise(resolve => storage.run({ secret }, () => setTimeout(resolve, 3600000)))

  const server = http.createServer((req, res) => req.url === '/given' || res.end('ok'))
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  // a request of its own, with a header that is nobody's business
  await new Promise((resolve, reject) => http.get({ port, headers: { authorization: secret } }, res => res.resume().on('end', resolve)).on('error', reject))
  const clientRequest = http.request({ port, method: 'POST', path: '/given', agent: false })
  const seen = once(server, 'request')
  clientRequest.flushHeaders()
  const [request, response] = await seen
  response.setHeader('x-given', '1')
  response.flushHeaders()
  const [clientResponse] = await once(clientRequest, 'response')
  const netServer = net.createServer()
  await new Promise(resolve => netServer.listen(0, '127.0.0.1', resolve))
  const accepted = once(netServer, 'connection')
  const socket = net.connect(netServer.address().port, '127.0.0.1')
  const [serverSocket] = await accepted

  const rejected = fs.promises.readFile('/nowhere').catch(error => error)
  let failure
  try { fs.readFileSync('/nowhere') } catch (error) { failure = error }
  const file = fs.createReadStream(__filename)
  await once(file, 'open')
  const written = fs.createWriteStream(path.join(__dirname, 'written.txt'))
  await once(written, 'open')
  const handle = await fs.promises.open(__filename)
  const emitter = new EventEmitter()
  emitter.on('news', news => news)

  const given = {
    request, response, clientRequest, clientResponse, socket, serverSocket, file, written, stats: fs.statSync(__filename), dir: fs.readdirSync(__dirname, { withFileTypes: true })[0],
    readable: stream.Readable.from(['a', 'b']), duplex: new stream.PassThrough(), transform: zlib.createGzip(), hash: crypto.createHash('sha256'),
    key: crypto.createSecretKey(Buffer.from('0123456789abcdef')), emitter, timer: setTimeout(() => {}, 3600000), immediate: setImmediate(() => {}),
    failure, rejected, later: Promise.resolve({ done: true }), pending: new Promise(() => {}), buffer: Buffer.from('small'), large: Buffer.alloc(9000),
    proxy: new Proxy({ a: 1 }, { get: (target, key) => target[key] }), revoked: Proxy.revocable({}, {}).proxy, callback: (error, value) => value,
    sloppy: function (a) { return typeof a === 'function' ? a(this) : a }, strict: strict, async: async value => value, generator: (function * () { yield 1 })(),
    asyncGenerator: (async function * () { yield 1 })(), map: new Map([[{}, new Date()]]), set: new Set([emitter]), account, url: new URL('http://127.0.0.1/a?b=c'),
    controller: new AbortController(), target: new EventTarget(), web: new TransformStream(), headers: new Headers({ a: 'b' }), answer: new Response('body'),
    encoder: new TextEncoder(), decoder: new TextDecoder(), bound: fs.existsSync.bind(undefined, __filename), promisified: util.promisify(setTimeout), view: new DataView(new ArrayBuffer(8)),
    error: new Error('handed over', { cause: failure }), wrapped: new AggregateError([failure]), iterator: [1, 2][Symbol.iterator](), regexp: /a/g, weak: new WeakRef(emitter), script: { toJSON: () => 1 }
  }
  // a planted hole is looked for among few objects, so that it is found soon
  Object.assign(given, plant ? holes({ secret, mark }) : { ...await further({ secret }), ...await more({ secret }) })
  // whoever goes on here is not within a callback of a file, where Node ends itself after an error that nobody caught
  await new Promise(resolve => setImmediate(resolve))
  if (process.env.FUZZ_HANDLES === '1') given.handle = handle
  for (const value of [exports.start, holes]) add(value, 'planted or internal')
  return { given, witness: witnessOf({ emitter }) }
}

function strict (a) {
  'use strict'
  return this === undefined ? a : undefined
}

// what this package sees of shared things; another package must not change it
function witnessOf ({ emitter }) {
  const probe = new EventEmitter()
  return () => {
    let heard = 0
    probe.removeAllListeners()
    probe.on('x', () => heard++)
    probe.emit('x')
    return {
      array: JSON.stringify([[3, 1, 2].sort(), [1].concat([2]), Array.from('ab')]),
      object: JSON.stringify([Object.keys({}), ({}).polluted, Object.getOwnPropertyNames(Object.prototype).length]),
      functions: [JSON.parse, Promise.resolve, Promise.prototype.then, Map.prototype.get, String.prototype.split, Reflect.apply, Function.prototype.call].every(f => typeof f === 'function'),
      parse: JSON.stringify(JSON.parse('{"a":[1]}')),
      events: heard,
      maxListeners: EventEmitter.defaultMaxListeners,
      captures: EventEmitter.captureRejections,
      path: path.join('a', 'b', '..', 'c'),
      format: util.format('%s %d', 'a', 1),
      inspect: util.inspect({ a: { b: new Map([[1, 2]]) } }),
      url: new URL('http://a/b?c').href,
      buffer: Buffer.from('abc').toString('hex'),
      members: [fs.readFileSync, http.request, net.connect, crypto.createHash, path.join, util.inspect, setTimeout, queueMicrotask].every(f => typeof f === 'function'),
      names: Object.getOwnPropertyNames(globalThis).length,
      methods: http.METHODS.length,
      agent: Object.keys(http.globalAgent.options).join(),
      env: Object.keys(process.env).length,
      prepare: typeof Error.prepareStackTrace,
      decoder: new TextDecoder().decode(new TextEncoder().encode('é')),
      abort: new AbortController().signal.aborted,
      date: new Date(0).toISOString(),
      hash: crypto.createHash('sha256').update('a').digest('hex').slice(0, 8)
    }
  }
}

// For the self-test: holes of every shape, which the walk must find.
function holes ({ secret, mark }) {
  class Deep { get inherited () { return () => ({ [Symbol('hole')]: fs.unlinkSync }) } }
  return {
    holeGetter: new Deep(),
    holeMap: new Map([['a', new Set([fs.rmSync])]]),
    holePromise: Promise.resolve({ ready: fs.mkdirSync }),
    holeCallback: callback => { if (typeof callback === 'function') callback(null, fs.renameSync) },
    holeThis: callback => { if (typeof callback === 'function') callback.call(fs.symlinkSync) },
    holeArgument: value => { try { value.read(fs.linkSync) } catch {} },
    holeError: () => { const error = new Error('x'); error.source = fs.copyFileSync; throw error },
    holeNew: class { constructor () { this.out = fs.chmodSync } },
    holeAsync: async function * () { yield fs.truncateSync },
    holeAccessor: Object.defineProperty({}, 'x', { set (f) { if (typeof f === 'function') f(fs.utimesSync) }, get () { return 1 } }),
    holeEffect: (a) => { if (a === mark) fs.writeFileSync(a, 'reached') },
    holeSecret: () => ({ nested: [`token ${secret}`] })
  }
}
