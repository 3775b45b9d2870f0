// Objects of the other builtins and of the web, and of what is new in the language, as packages hand them to each other.
const async_hooks = require('async_hooks')
const crypto = require('crypto')
const dgram = require('dgram')
const events = require('events')
const fs = require('fs')
const { join } = require('path')
const perf_hooks = require('perf_hooks')
const promises = require('readline/promises')
const { PassThrough, Readable, Writable, compose, addAbortSignal, finished } = require('stream')
const web = require('stream/web')
const tls = require('tls')
const util = require('util')
const { BroadcastChannel, MessageChannel, Worker } = require('worker_threads')
const zlib = require('zlib')

/** What the other side gets, by name; what this Node does not have is left out. */
module.exports = async ({ secret }) => {
  const given = {}
  for (const [name, make] of Object.entries({ ...ofNetwork(secret), ...ofFiles(), ...ofKeys(), ...ofTime(secret), ...ofWeb(), ...ofCompression(), ...ofLanguage() })) {
    let value
    try { value = await make() } catch (error) { value = error }
    given[name] = value
  }
  return given
}

function ofNetwork (secret) {
  return {
    datagrams: () => new Promise(resolve => { const socket = dgram.createSocket('udp4').unref(); socket.bind(0, '127.0.0.1', () => socket.close(() => resolve(socket))) }),
    secureContext: () => tls.createSecureContext().context, secureSocket: () => new tls.TLSSocket(new PassThrough()),
    broadcast: () => new BroadcastChannel('given').unref(),
    message: () => new Promise(resolve => {
      const { port1, port2 } = new MessageChannel()
      port2.once('message', () => {}).on('message', () => {})
      port2.onmessage = event => { port1.close(); resolve(event) }
      port1.postMessage({ a: 1 })
    }),
    thread: async () => {
      const worker = new Worker(join(__dirname, 'thread.js'), { stdout: true, stderr: true })
      const [message] = await events.once(worker, 'message')
      worker.unref()
      return { worker: { output: worker.stdout, errors: worker.stderr }, message }
    },
    cookies: () => [secret].map(() => new Headers([['set-cookie', 'a=b']])), closed: () => new CloseEvent('close'), failed: () => new ErrorEvent('error', { error: new Error('failed') })
  }
}

function ofFiles () {
  return {
    lines: async () => { const file = await fs.promises.open(__filename); const lines = file.readLines(); lines.on('close', () => {}); return lines },
    streamOfHandle: async () => (await fs.promises.open(__filename)).createReadStream(), writerOfHandle: async () => (await fs.promises.open(join(__dirname, 'written.txt'), 'a')).createWriteStream(),
    webOfHandle: async () => (await fs.promises.open(__filename)).readableWebStream(), changes: () => fs.promises.watch(__dirname)[Symbol.asyncIterator](),
    entries: () => fs.promises.opendir(__dirname), globbed: () => fs.promises.glob('*.js', { cwd: __dirname }), big: () => fs.statSync(__filename, { bigint: true }),
    system: () => fs.statfsSync(__dirname), asked: () => promises.createInterface({ input: new PassThrough(), output: new PassThrough() }),
    written: () => new promises.Readline(new PassThrough()), utf8: () => new fs.Utf8Stream({ fd: fs.openSync(join(__dirname, 'written.txt'), 'a'), sync: true })
  }
}

function ofKeys () {
  return {
    certificate: () => new crypto.X509Certificate(CERTIFICATE), exchange: () => crypto.createDiffieHellman(Buffer.from('00e6a1', 'hex')), curve: () => crypto.ECDH, subtle: () => crypto.subtle,
    key: () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']), pair: () => crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']),
    signed: () => crypto.generateKeyPairSync('ed25519'), decipher: () => crypto.createDecipheriv('aes-128-cbc', '0123456789abcdef', '0123456789abcdef'), shake: () => crypto.createHash('shake256'),
    secretKey: () => crypto.createSecretKey(Buffer.from('0123456789abcdef'))
  }
}

function ofTime (secret) {
  const storage = new async_hooks.AsyncLocalStorage()
  return {
    storage: () => storage, snapshot: () => storage.run({ secret }, () => async_hooks.AsyncLocalStorage.bind(() => 1)), counted: () => perf_hooks.createHistogram(),
    timed: () => perf_hooks.performance.timerify(function timed () {}), marked: () => perf_hooks.performance.mark('given'), listed: () => new Promise(resolve => {
      const observer = new perf_hooks.PerformanceObserver((list, from) => { resolve(list); from.disconnect() })
      observer.observe({ entryTypes: ['function'] })
      perf_hooks.performance.timerify(() => {})()
    }),
    any: () => AbortSignal.any([new AbortController().signal]), transferable: () => util.transferableAbortController(), aborting: () => [util.aborted(new AbortController().signal, {})],
    added: () => addAbortSignal(new AbortController().signal, new PassThrough()), composed: () => compose(new PassThrough(), new PassThrough()), cleaned: () => finished(new PassThrough(), () => {}),
    onced: () => [events.once(new events.EventEmitter(), 'news')], handled: () => events.addAbortListener(new AbortController().signal, () => {}), resource: () => new events.EventEmitterAsyncResource({ name: 'GIVEN' })
  }
}

function ofWeb () {
  const source = start => ({ start })
  return {
    controlled: () => new Promise(resolve => new ReadableStream(source(resolve))), bytes: () => new Promise(resolve => new ReadableStream({ type: 'bytes', start: resolve })),
    sink: () => new Promise(resolve => new WritableStream(source(resolve))), transformed: () => new Promise(resolve => new TransformStream(source(resolve))),
    reader: () => new ReadableStream().getReader(), byob: () => new ReadableStream({ type: 'bytes' }).getReader({ mode: 'byob' }), writer: () => new WritableStream().getWriter(), teed: () => new ReadableStream().tee(),
    decoding: () => new TextDecoderStream(), encoding: () => new TextEncoderStream(), expanding: () => new DecompressionStream('gzip'), strategy: () => new web.CountQueuingStrategy({ highWaterMark: 1 }),
    toNode: () => Readable.fromWeb(new ReadableStream()), toWeb: () => Writable.toWeb(new PassThrough()), blobReader: () => new Blob(['a']).stream().getReader(), fileBody: () => new Response(new File(['a'], 'a')).formData,
    pattern: () => new URLPattern({ pathname: '/:a' }), params: () => new URLSearchParams('a=b').entries(), mime: () => new util.MIMEType('text/plain; a=b'), custom: () => new CustomEvent('a', { detail: {} }),
    exception: () => new DOMException('a', 'AbortError'), quota: () => new QuotaExceededError('a'), decoded: () => new util.TextDecoder('utf-16le'), formIterator: () => new FormData().entries()
  }
}

function ofCompression () {
  const made = {}
  for (const name of Object.keys(zlib)) if (/^create[A-Z]/.test(name)) made[`zlib${name}`] = () => zlib[name]()
  return made
}

function ofLanguage () {
  const made = {
    weak: () => new WeakRef({}), collator: () => new Intl.Collator('en'), dates: () => new Intl.DateTimeFormat('en'), rules: () => new Intl.PluralRules('en'), relative: () => new Intl.RelativeTimeFormat('en'),
    words: () => new Intl.ListFormat('en'), locale: () => new Intl.Locale('en'), names: () => new Intl.DisplayNames('en', { type: 'region' }), segments: () => new Intl.Segmenter('en').segment('a b')[Symbol.iterator](),
    duration: () => new Intl.DurationFormat('en'), mapped: () => [1].values().map(x => x), wrapped: () => Iterator.from({ next: () => ({ done: true }) }), joined: () => Iterator.concat([1], [2]), matched: () => 'a'.matchAll(/a/g),
    disposed: () => { const stack = new DisposableStack(); stack.defer(() => {}); return stack }, disposedLater: () => { const stack = new AsyncDisposableStack(); stack.defer(() => {}); return stack },
    suppressed: () => new SuppressedError(new Error('a'), new Error('b')), shared: () => new SharedArrayBuffer(8), resizable: () => new ArrayBuffer(8, { maxByteLength: 16 }), half: () => new Float16Array(2),
    settled: () => Promise.withResolvers(), raw: () => JSON.rawJSON('1'), groups: () => Object.groupBy([1, 2], x => x % 2)
  }
  const temporal = { instant: 'Instant', duration: 'Duration', day: 'PlainDate', month: 'PlainYearMonth', date: 'ZonedDateTime', time: 'PlainTime' }
  const samples = { Instant: '2026-01-01T00:00:00Z', Duration: 'PT1H', PlainDate: '2026-01-01', PlainYearMonth: '2026-01', ZonedDateTime: '2026-01-01T00:00:00+00:00[UTC]', PlainTime: '10:00' }
  for (const [name, type] of Object.entries(temporal)) made[`temporal${name}`] = () => Temporal[type].from(samples[type])
  return made
}

// of nobody, for nothing
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdzCCAR2gAwIBAgIUXVyo1U4YlHKU7makmDhdw+TthxcwCgYIKoZIzj0EAwIw
EDEOMAwGA1UEAwwFZ2l2ZW4wIBcNMjYxMTIxMjEwNTAxWhgPMjEyNjEwMjgyMTA1
MDFaMBAxDjAMBgNVBAMMBWdpdmVuMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
wP9tPRuzdGDi4kwxvRZU87hl7w/+RIj4etymruF/Luu8BrxlfIOjkF8hdY7K0Pns
05w3yzFXIMFuQdHnSXhG+qNTMFEwHQYDVR0OBBYEFEVK/7RX7g56WJ8OhikjNbBN
2SOCMB8GA1UdIwQYMBaAFEVK/7RX7g56WJ8OhikjNbBN2SOCMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgMt+Hlcs3UhYoDv1sZ/4UlfAFEeByEQYo
XfeHl/sNqagCIQDbE8AacX7sTy3XWeAX+nM3/0Og3QHgjKZ4KZ3KYvWU0g==
-----END CERTIFICATE-----
`
