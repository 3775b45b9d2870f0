// Tries what a package without any grant may not do. Whatever it gets hold of, it says.
const tries = {
  fs: () => require('fs').readFileSync(__filename),
  exec: () => require('node:child_process').execFileSync('true'),
  net: () => require('net').connect,
  vm: () => require('vm').runInThisContext('process'),
  worker: () => new (require('worker_threads').Worker)('1', { eval: true }),
  module: () => require('module')._load('fs').readFileSync,
  binding: () => process.binding('fs').open,
  getBuiltinModule: () => process.getBuiltinModule('fs').readFileSync,
  mainModule: () => process.mainModule.require('fs'),
  dlopen: () => typeof process.dlopen === 'function',
  exit: () => process.reallyExit || process.exit,
  kill: () => process.kill,
  env: () => process.env.PRIVATE,
  envAll: () => Object.keys(process.env).length || undefined,
  fetch: () => fetch,
  websocket: () => WebSocket,
  global: () => globalThis.process && globalThis.process.binding,
  sloppy: () => Function('return this')().process,
  indirect: () => (0, eval)('this.process'),
  load: () => module.constructor._load('fs'),
  parent: () => module.parent.require('fs'),
  main: () => require.main.require('fs'),
  cache: () => Object.values(require.cache).find(entry => entry && entry.filename && entry.filename.includes('victim')),
  extensions: () => { require.extensions['.js'] = () => console.log('LEAK an extension has run'); return undefined },
  phantom: () => require('victim'),
  internal: () => require('../victim/internal.js').secret,
  absolute: () => require(__dirname.replace('attacker', 'victim') + '/internal.js').secret,
  outside: () => require('../../secret.json'),
  changed: () => require('./changed.js').changed,
  dropped: () => require('./dropped.js'),
  specifier: () => { let n = 0; return require({ toString: () => n++ ? 'fs' : './package.json' }).readFileSync },
  self: () => require('attacker').self === 'impossible',
  array: () => { Array.prototype.map = () => ['patched'] },
  json: () => { JSON.parse = () => 'patched' },
  object: () => { Object.prototype.polluted = 'patched' },
  reflect: () => { Reflect.defineProperty(Object.prototype, 'polluted', { value: 'patched' }) },
  then: () => { Promise.prototype.then = function () { console.log('LEAK then has run') } },
  plant: () => { globalThis.planted = 1 },
  emitter: given => { given.emitter.constructor.prototype.emit = () => {}; Object.getPrototypeOf(given.emitter).emit = () => {} },
  url: () => { URL.prototype.toString = () => 'patched'; Object.defineProperty(URL.prototype, 'href', { get: () => 'patched' }) },
  fileConstructor: given => { new given.file.constructor(given.file.path); return true },
  fileSymbol: given => Object.getOwnPropertySymbols(given.file).concat(Object.getOwnPropertySymbols(Object.getPrototypeOf(given.file))).some(key => given.file[key] && typeof given.file[key].readFileSync === 'function') || undefined,
  socketConstructor: given => { new given.socket.constructor(); return true },
  requestConstructor: given => { new given.request.constructor('http://127.0.0.1:1/').on('error', () => {}); return true },
  timers: given => { for (let at = given.timer, i = 0; at && i < 20; i++, at = at._idlePrev) if (at._timerArgs && String(at._timerArgs[0]).includes('secret')) return true },
  pool: () => Buffer.from('x').buffer.byteLength > 1000 || undefined,
  traces: () => {
    Error.prepareStackTrace = (error, sites) => sites
    const sites = new Error('x').stack
    Error.prepareStackTrace = undefined
    return sites.map(site => site.getThis() || site.getFunction()).find(value => value)
  },
  wasm: () => WebAssembly.Module,
  lastMatch: () => RegExp.$1 || RegExp.input || undefined,
  function: () => { (function () { this.Function = class { static [Symbol.hasInstance] () { console.log('LEAK an instance was asked for'); return true } } })() },
  channel: () => { const { port1 } = new MessageChannel(); port1.close(); Object.getPrototypeOf(port1).postMessage = () => console.log('LEAK a message was sent') },
  segments: () => { Object.getPrototypeOf(new Intl.Segmenter().segment('a')).containing = () => ({ input: 'patched' }) },
  output: () => { process.stdout.write = () => console.log('LEAK something was printed') }
}

exports.attack = async given => {
  for (const name of Object.keys(tries)) {
    try {
      const got = tries[name](given)
      if (got !== undefined && got !== null && got !== false) console.log('LEAK ' + name)
    } catch {}
  }
  for (const name of ['fs', 'data:text/javascript,export default 1', __dirname.replace('attacker', 'victim') + '/internal.js']) {
    await import(name).then(() => console.log('LEAK import ' + name), () => {})
  }
}
