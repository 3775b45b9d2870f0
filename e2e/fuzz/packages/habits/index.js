// Does what packages do, each thing permitted: the guard takes part in all of it.
const os = require('os')
const path = require('path')

const habits = {
  builtins () {
    const fs = require('node:fs')
    fs.readFileSync = fs.readFileSync.bind(fs)
    return [fs.existsSync(__filename), require('path/posix').join('a', 'b'), require('fs/promises').readFile, os.constants.signals.SIGINT, require('assert/strict').equal, require('util').types.isDate(1), require('util/types')]
  },
  notGranted () { return [require('zlib').createGzip, require('tls')] },
  streams () {
    const { Readable, PassThrough, pipeline } = require('stream')
    class Own extends PassThrough {}
    Own.prototype.pipe = PassThrough.prototype.pipe
    Own.prototype.constructor = Own
    const own = new Own()
    own.write = own.write.bind(own)
    return new Promise((resolve, reject) => pipeline(Readable.from(['a', 'b']), own.resume(), error => (error ? reject(error) : resolve())))
  },
  emitters () {
    const EventEmitter = require('events')
    function Old () { EventEmitter.call(this) }
    require('util').inherits(Old, EventEmitter)
    Old.prototype.emit = EventEmitter.prototype.emit
    const old = new Old()
    old.setMaxListeners(3)
    old.on('a', () => {}).emit('a')
    EventEmitter.defaultMaxListeners = 11
    EventEmitter.captureRejections = false
    return [EventEmitter.defaultMaxListeners, EventEmitter.listenerCount(old, 'a'), new EventEmitter.EventEmitter(), EventEmitter.once(old, 'b') && old.emit('b')]
  },
  override () {
    const error = new Error('a')
    error.message = 'b'
    error.name = 'c'
    const object = {}
    object.toString = () => 'd'
    object.constructor = null
    const array = []
    array.toString = () => 'e'
    class Collection extends Map {}
    Collection.prototype.get = function () { return 1 }
    Collection.prototype.set = Map.prototype.set
    return [String(error), String(object), String(array), new Collection().set(1, 2).get(1), Object.assign(function () {}, { name: 1 })]
  },
  primordials () {
    const changes = [() => { Object.prototype.toString = 1 }, () => { Array.prototype.push = 1 }, () => { Error.stackTraceLimit = 5 }, () => { RegExp.prototype.exec = null }]
    for (const change of changes) try { change() } catch {}
  },
  regexps () {
    const found = []
    for (const flags of ['', 'g', 'y', 'u', 'gi']) {
      const pattern = new RegExp('(a)(?<n>b)?', flags)
      found.push(pattern.test('ab'), pattern.exec('ab'), 'abab'.replace(pattern, '$1'), 'abab'.replace(pattern, x => x), 'abab'.match(pattern), 'xabx'.split(pattern), 'xabx'.search(pattern))
      if (flags.includes('g')) found.push([...'abab'.matchAll(pattern)], 'abab'.replaceAll(pattern, 'c'))
    }
    const own = /a/g
    own.exec = function (text) { return RegExp.prototype.exec.call(this, text) }
    class Sub extends RegExp { exec (text) { return super.exec(text) } }
    found.push('aa'.replace(own, 'b'), own.test('a'), 'aa'.match(new Sub('a', 'g')), 'a'.split(new Sub('a')), RegExp.prototype[Symbol.replace].call({ exec: () => null, flags: 'g' }, 'a', 'b'))
    return found
  },
  segments () { return [...new Intl.Segmenter('en').segment('ab')].length },
  text () {
    const made = new Function('a', 'return a + (typeof process) + (typeof console)')
    const later = Function('return import("path")')
    const AsyncFunction = (async () => {}).constructor
    return [made(1), (0, eval)('1 + 1'), eval('path.sep'), eval('typeof process'), globalThis.Function('return 1')(), Reflect.construct(AsyncFunction, ['return 1'])(), later(), (0, eval)('import("path")')]
  },
  textOfOthers () { return [(() => {}).constructor('return 1')(), [].map.constructor('return import("path")')()] },
  environment () {
    process.env.OWN = '1'
    delete process.env.OWN
    return [process.env.HOME, Object.keys(process.env).length, 'PATH' in process.env, { ...process.env }.HOME, Object.getOwnPropertyDescriptor(process.env, 'HOME'), process.env.NOT_GRANTED]
  },
  process () {
    const listener = function () { return this }
    process.once('exit', listener)
    process.on('beforeExit', listener).removeListener('beforeExit', listener)
    process.prependListener('warning', listener)
    process.off('warning', listener)
    process.nextTick(() => {})
    process.title = process.title
    process.exitCode = undefined
    return [process.argv.length, process.versions.node, process.memoryUsage().rss, process.hrtime.bigint(), process.stdout.isTTY, process.listenerCount('exit'), process.cwd(), process.binding, process.emitWarning, process.config, Object.keys(process).length]
  },
  processEvents () {
    for (const event of ['uncaughtException', 'newListener', 'multipleResolves', 'message', 'SIGUSR2']) try { process.on(event, () => {}) } catch {}
  },
  output () {
    console.error('')
    console.assert(true)
    console.time('a')
    console.timeEnd('a')
    console.log = () => {}
    console.log('never')
    const { Console } = require('console')
    return [process.stdout.write(''), process.stderr.fd, process.stdout.columns, process.stdout.on('drain', () => {}).listenerCount('drain'), new Console(process.stdout).info]
  },
  timers () {
    const found = [setTimeout(() => {}, 1).unref().ref().hasRef(), setInterval(() => {}, 1000).unref(), setImmediate(() => {})]
    clearInterval(found[1])
    clearTimeout(setTimeout(() => {}, 1)[Symbol.toPrimitive]())
    found[2].unref()
    const named = require('timers')
    named.clearTimeout(named.setTimeout(() => {}, 1).refresh())
    return require('timers/promises').setTimeout(1).then(() => require('util').promisify(setTimeout)(1))
  },
  async others () {
    const { AsyncLocalStorage, createHook, AsyncResource } = require('async_hooks')
    const storage = new AsyncLocalStorage()
    await storage.run(1, async () => new AsyncResource('a').runInAsyncScope(() => storage.getStore()))
    try { createHook({}) } catch {}
    const { channel, subscribe, tracingChannel } = require('diagnostics_channel')
    channel('own').subscribe(() => {})
    channel('own').publish({})
    try { subscribe('http.client.request.start', () => {}) } catch {}
    try { channel('http.client.request.start').subscribe(() => {}) } catch {}
    return tracingChannel('own').traceSync(() => 1)
  },
  performance () {
    const { performance: own } = require('perf_hooks')
    performance.mark('a')
    own.measure('b', 'a')
    own.clearMarks()
    try { new (require('perf_hooks').PerformanceObserver)(() => {}) } catch {}
    return [performance.now(), own.getEntries(), own.getEntriesByName('b'), performance.getEntriesByType('resource'), performance.timeOrigin, own.timerify(() => 1)(), performance.toJSON(), own.eventLoopUtilization()]
  },
  web () {
    const signal = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(1000)])
    const { port1, port2 } = new MessageChannel()
    port1.close()
    port2.close()
    globalThis.own = 1
    globalThis.setTimeout = setTimeout
    return [signal.aborted, new Headers({ a: 'b' }).get('a'), new Response('a').text(), new Blob(['a']).size, structuredClone({ a: 1 }), new TextDecoder().decode(new TextEncoder().encode('a')), own, new ReadableStream(), new DOMException('a').code, crypto.randomUUID(), navigator.hardwareConcurrency, new FormData(), queueMicrotask(() => {})]
  },
  webAssembly () { return new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) },
  async requests () {
    const http = require('http')
    const server = http.createServer((req, res) => { res.setHeader('a', 'b'); res.end = res.end.bind(res); res.end(req.url) })
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address()
    for (const options of [{ port }, `http://127.0.0.1:${port}/a`, { port, agent: false }, { port, agent: new http.Agent({ keepAlive: true }) }, { port, agent: http.globalAgent }]) {
      const response = await new Promise((resolve, reject) => http.get(options, resolve).on('error', reject))
      response.socket.server?.listen?.name
      response.resume()
      await new Promise(resolve => response.on('end', resolve))
    }
    await fetch(`http://127.0.0.1:${port}/b`).then(answer => answer.text())
    const { createConnection } = require('net')
    const socket = createConnection(port, '127.0.0.1')
    await new Promise(resolve => socket.on('connect', resolve))
    try { new socket.constructor().connect(port) } catch {}
    try { socket.connect(1) } catch {}
    socket.destroy()
    http.globalAgent = new http.Agent()
    server.closeAllConnections()
    server.close()
  },
  async requestsByClass () {
    const http = require('http')
    const server = http.createServer((req, res) => res.end('ok'))
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address()
    class Own extends http.ClientRequest {}
    for (const make of [() => new http.ClientRequest({ port }), () => new Own({ port }), () => http.request({ port, _defaultAgent: null }), () => http.request(Object.create({ agent: false }), { port })]) {
      try {
        const request = make()
        const response = await new Promise((resolve, reject) => request.on('response', resolve).on('error', reject).end())
        await new Promise(resolve => response.resume().on('end', resolve))
      } catch {}
    }
    server.closeAllConnections()
    server.close()
  },
  async http2 () {
    const http2 = require('http2')
    const server = http2.createServer()
    server.on('stream', stream => { stream.session.server.address(); stream.setTimeout(1000, () => {}); stream.respond(); stream.end('ok') })
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    const client = http2.connect('http://127.0.0.1:' + server.address().port)
    const request = client.request()
    request.setTimeout(1000, () => {})
    let text = ''
    for await (const part of request) text += part
    client.close()
    server.close()
    return text
  },
  lastMatch () {
    return [/(a)/.test('a') && RegExp.$1, RegExp.lastMatch, RegExp['$&'], RegExp.input]
  },
  defaults () {
    for (const change of [() => require('stream').setDefaultHighWaterMark(false, 1), () => require('timers').enroll({}, 1), () => require('module').enableCompileCache(__dirname)]) try { change() } catch {}
  },
  async files () {
    const fs = require('fs')
    const file = fs.createReadStream(__filename, { start: 0, end: 9 })
    for await (const part of file) part.length
    const handle = await fs.promises.open(__filename)
    await handle.read(Buffer.alloc(4), 0, 4, 0)
    const watcher = fs.watch(__dirname)
    watcher.close()
    const written = fs.createWriteStream(path.join(os.tmpdir(), 'ambit-habits-' + process.pid))
    await new Promise(resolve => written.end('a', resolve))
    fs.unlinkSync(written.path)
    await handle.close()
    for await (const entry of await fs.promises.opendir(__dirname)) entry.name
    return require('./data.json')
  },
  contexts () {
    const vm = require('vm')
    const context = vm.createContext({ a: 1 })
    const script = new vm.Script('typeof Function', { filename: 'own.js', cachedData: Buffer.alloc(3) })
    try { vm.createContext(new Proxy({}, {})) } catch {}
    const sandbox = { get Error () { return vm.runInContext('1', sandbox) } }
    try { vm.createContext(sandbox) } catch {}
    try { vm.runInContext('1', sandbox) } catch {}
    vm.createContext(Object.create({ Error }))
    return [vm.runInContext('a + Function("return 1")() + eval("1")', context), vm.runInNewContext('b', { b: 2 }, 'name.js'), vm.runInThisContext('typeof process'), script.runInThisContext(), script.runInContext(context), script.runInNewContext({}),
      vm.compileFunction('return a', ['a'])(1), vm.isContext(context), script.createCachedData(), vm.runInContext('new Error().stack', context), vm.runInContext('(async () => {}).constructor("return 1")', context), vm.createContext(vm.constants.DONT_CONTEXTIFY)]
  },
  contextTexts () { return require('vm').runInThisContext('import("fs")', { filename: __filename, importModuleDynamically: require('vm').constants.USE_MAIN_CONTEXT_DEFAULT_LOADER }).catch(() => {}) },
  modules () {
    const Module = require('module')
    const own = Module.createRequire(__filename)
    return [own('./data.json'), own.resolve('./data.json'), Module.builtinModules.length, Module.isBuiltin('fs'), module.paths.length, module.children.length, require.main && require.main.filename, Object.keys(require.cache).length, require.resolve.paths('a'), require.extensions['.js'], Module._resolveFilename('./data.json', module), module.require('./data.json'), Module._nodeModulePaths('/a')]
  },
  missing () {
    for (const name of ['./missing.js', 'missing', '../victim/internal.js', 'node:missing', './bad.json', './unparsable.js', '..']) try { require(name) } catch {}
  },
  async esm () {
    const module = await import('./module.mjs')
    for (const name of ['./missing.mjs', 'missing', 'node:zlib', './bad.json', '#own']) await import(name).catch(() => {})
    return module.default()
  },
  traces () {
    Error.prepareStackTrace = (error, sites) => sites.map(site => [site.getFileName(), site.getLineNumber(), site.getThis(), String(site), site.isNative(), site.getFunctionName()])
    const found = [new Error('a').stack, require('util').getCallSites]
    const holder = {}
    Error.captureStackTrace(holder)
    found.push(holder.stack, Error.prepareStackTrace)
    Error.prepareStackTrace = undefined
    return found
  },
  inspect () {
    const { inspect, format } = require('util')
    inspect.defaultOptions.depth = 3
    inspect.defaultOptions = { breakLength: 90 }
    inspect.styles.string = 'red'
    class Shown { [inspect.custom] (depth, options, inspector) { return inspector(1, options) } }
    return [format('%o %s', new Shown(), { a: 1 }), inspect(new Proxy({}, {}), { showProxy: true }), inspect.defaultOptions]
  },
  async children () {
    const { execFileSync, fork, spawn, execSync } = require('child_process')
    execFileSync(process.execPath, ['-e', '1'], { stdio: 'ignore', env: { PATH: process.env.PATH, NODE_OPTIONS: '' } })
  },
  async shells () {
    const { execSync, spawn, exec } = require('child_process')
    execSync('true')
    await new Promise(resolve => spawn('true', { env: {} }).on('exit', resolve))
    await require('util').promisify(exec)('true', { cwd: __dirname })
  },
  async workers () {
    const { Worker, SHARE_ENV } = require('worker_threads')
    try { new Worker('1', { eval: true }) } catch {}
    try { new Worker(__filename, { env: SHARE_ENV }) } catch {}
    const worker = new Worker(path.join(__dirname, 'thread.js'), { env: { A: '1' }, execArgv: [], workerData: 1 })
    await new Promise(resolve => worker.on('exit', resolve).on('error', () => {}))
  },
  natives () {
    try { require('./addon.node') } catch {}
    try { process.dlopen({ exports: {} }, './addon.node') } catch {}
  },
  keys () {
    const crypto = require('crypto')
    const { Cipheriv, createCipheriv, createECDH } = crypto
    class Own extends Cipheriv {}
    const ciphers = [Own, Cipheriv].map(Class => new Class('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)).update('a'))
    return [ciphers, Cipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)), createCipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)).final(), createECDH('secp256k1'), crypto.createHash('sha256').update('a').digest('hex'), crypto.createSecretKey(Buffer.alloc(16)).constructor, crypto.webcrypto.subtle, crypto.randomBytes(4)]
  },
  buffers () { return [Buffer.from('a'.repeat(200)), Buffer.concat([Buffer.from('a'), Buffer.alloc(70)]), Buffer.allocUnsafe(100), Buffer.allocUnsafeSlow(9), Buffer.poolSize] },
  doors () {
    const given = []
    for (const door of [() => process.getBuiltinModule('fs'), () => process.mainModule, () => process.binding('fs'), () => module.constructor._load('fs'), () => require('domain'), () => require('v8').setFlagsFromString('--no-opt'), () => require('inspector').open(), () => process.report.writeReport(), () => require('repl')]) try { given.push(door()) } catch {}
    return given
  }
}

exports.all = async tried => {
  for (const name of Object.keys(habits)) await tried(name, habits[name])
}
