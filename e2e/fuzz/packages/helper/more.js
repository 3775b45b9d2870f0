// Objects of further builtins, as packages hand them to each other.
const async_hooks = require('async_hooks')
const child_process = require('child_process')
const crypto = require('crypto')
const diagnostics_channel = require('diagnostics_channel')
const events = require('events')
const fs = require('fs')
const http2 = require('http2')
const net = require('net')
const perf_hooks = require('perf_hooks')
const readline = require('readline')
const { PassThrough, Readable } = require('stream')
const { mock } = require('node:test')
const timers = require('timers/promises')
const tls = require('tls')
const { MessageChannel } = require('worker_threads')
const zlib = require('zlib')

module.exports = async ({ secret }) => {
  const { port1, port2 } = new MessageChannel()
  for (const port of [port1, port2]) port.unref()
  const answer = new Response(new Blob(['body']), { headers: { a: 'b' } })
  return {
    ...await http2Objects(secret), context: tls.createSecureContext(), lines: readline.createInterface({ input: new PassThrough() }), statement: statement(),
    folder: fs.opendirSync(__dirname), watcher: fs.watch(__dirname).unref(), watchedFile: fs.watchFile(__filename, () => {}).unref(), ...cryptoObjects(), port: port1,
    channel: diagnostics_channel.channel('given'), tracing: diagnostics_channel.tracingChannel('given'), resource: new async_hooks.AsyncResource('GIVEN'),
    histogram: perf_hooks.createHistogram(), delay: perf_hooks.monitorEventLoopDelay(), blob: new Blob(['a']), named: new File(['a'], 'a.txt'), form: new FormData(),
    asked: new Request('http://127.0.0.1/', { method: 'POST', body: 'a' }), answered: answer, body: new Response('a').body, webReadable: Readable.toWeb(Readable.from(['a'])),
    compressed: new CompressionStream('gzip'), brotli: zlib.createBrotliCompress(), blocked: new net.BlockList(), address: new net.SocketAddress(), mock,
    iterated: events.on(new events.EventEmitter(), 'news'), ticks: timers.setInterval(3600000), child: child_process.spawn('sleep', ['100'], { stdio: 'pipe' }),
    registry: new FinalizationRegistry(() => {}), aborted: AbortSignal.abort(), timed: AbortSignal.timeout(3600000), formatted: new Intl.NumberFormat('en'),
    output: process.stdout, printer: console, cloned: structuredClone({ a: new Map([[1, new Error('a')]]) })
  }
}

/** A request in each direction that stays open, while the server has seen another one with a secret. */
async function http2Objects (secret) {
  const server = http2.createServer()
  const first = new Promise(resolve => server.once('request', (request, response) => resolve({ request, response })))
  server.on('request', (request, response) => { if (request.url !== '/given') response.end('ok') })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = 'http://127.0.0.1:' + server.address().port
  const session = http2.connect(url)
  const stream = session.request({ ':path': '/given', ':method': 'POST' })
  const { request, response } = await first
  await new Promise(resolve => {
    const other = http2.connect(url)
    other.request({ ':path': '/', authorization: secret }).resume().on('end', () => other.close(resolve))
  })
  return { http2Request: request, http2Response: response, http2Stream: request.stream, http2Session: request.stream.session, http2ClientStream: stream, http2Client: session }
}

function cryptoObjects () {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    publicKey, privateKey, signing: crypto.createSign('sha256'), verifying: crypto.createVerify('sha256'), hmac: crypto.createHmac('sha256', 'key'),
    cipher: crypto.createCipheriv('aes-128-cbc', '0123456789abcdef', '0123456789abcdef'), exchange: crypto.createECDH('prime256v1'), group: crypto.getDiffieHellman('modp14'),
    webKey: crypto.createSecretKey(Buffer.from('0123456789abcdef')).toCryptoKey('AES-GCM', true, ['encrypt'])
  }
}

/** SQLite is in no Node 22 without its flag. */
function statement () {
  try {
    const { DatabaseSync } = require('node:sqlite')
    return new DatabaseSync(':memory:').prepare('select 1 as one')
  } catch (error) {
    return error
  }
}
