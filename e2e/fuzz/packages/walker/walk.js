// The systematic walk: first every property, prototype, accessor and content of what is there, then every function is
// called and constructed with friendly and hostile arguments, and what comes of that is walked again.
const MAX_OBJECTS = 60000
const MAX_ROUNDS = 3
const { apply, construct, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect
const mapForEach = Map.prototype.forEach
const setForEach = Set.prototype.forEach

exports.run = async (oracle, given, roots) => {
  const walk = new Walk(oracle)
  oracle.arm(true)
  for (const name of Object.keys(roots)) walk.visit(roots[name], name, undefined, 0)
  walk.closure()
  await walk.settle()
  for (let round = 1; round <= (oracle.program.rounds || MAX_ROUNDS); round++) {
    walk.callAll(round)
    await walk.settle()
  }
  if (oracle.program.histogram) {
    const count = {}
    for (const [value, path] of walk.seen) { let k; try { k = typeof value + ' ' + value.constructor.name + ' ' + (path.match(/[^.(]*$/)[0]) } catch { k = '?' } count[k] = (count[k] || 0) + 1 }
    console.error('HIST ' + JSON.stringify(Object.entries(count).sort((a, b) => b[1] - a[1]).slice(0, 40)))
  }
  const changed = oracle.witness()
  oracle.done({ objects: walk.seen.size, functions: walk.functions.length, calls: walk.calls, native: walk.native, promises: walk.promises, findings: walk.findings, changed })
}

class Walk {
  constructor (oracle) {
    this.oracle = oracle
    this.seen = new Map()
    this.queue = []
    this.functions = []
    this.called = 0
    this.calls = 0
    this.promises = 0
    this.errors = new Set()
    this.traces = 0
    this.instanceOf = new Map()
    this.native = 0
    this.findings = []
    this.told = new Set()
    // they abort Node itself
    this.skip = new Set(oracle.program.skip)
    this.depth = 0
    this.own = new WeakSet()
    this.hostile = this.hostileValues()
    for (const value of [this, ...Object.values(this)]) if (typeof value === 'object') this.own.add(value)
  }

  /** Looks at a value that was reached. */
  visit (value, path, owner, depth) {
    if (typeof value === 'string') {
      if (value.includes(this.oracle.secret)) this.found(path, 'the secret of the sibling')
      return
    }
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return
    if (this.seen.has(value) || this.own.has(value) || this.oracle.isOurs(value) || this.seen.size >= MAX_OBJECTS) return
    this.seen.set(value, path)
    const name = this.oracle.nameOf(value)
    if (name !== undefined) {
      this.found(path, name)
      return
    }
    this.queue.push([value, path, owner, depth])
  }

  found (path, name) {
    const key = name
    if (this.told.has(key)) return
    this.told.add(key)
    this.findings.push({ name, path })
  }

  /** Everything that can be looked at without calling a function that was found, but accessors. */
  closure () {
    while (this.queue.length > 0) {
      const [value, path, owner, depth] = this.queue.shift()
      this.look(value, path, depth)
      if (typeof value === 'function') this.functions.push([value, path, owner, depth])
    }
  }

  look (value, path, depth) {
    let keys = []
    try { keys = ownKeys(value) } catch {}
    for (const key of keys.slice(0, 600)) {
      const at = path + '.' + String(key)
      let d
      try { d = getOwnPropertyDescriptor(value, key) } catch {}
      if (d === undefined) continue
      if ('value' in d) this.visit(d.value, at, value, depth)
      else {
        this.visit(d.get, at + '<get>', value, depth)
        this.visit(d.set, at + '<set>', value, depth)
      }
    }
    let parent
    try { parent = getPrototypeOf(value) } catch {}
    this.visit(parent, path + '.__proto__', value, depth)
    this.methods(value)
    // accessors of the whole chain, asked as this object
    for (let at = value, steps = 0; at !== null && at !== undefined && steps < 8; steps++) {
      let names = []
      try { names = ownKeys(at) } catch {}
      for (const key of names.slice(0, 600)) {
        let d
        try { d = getOwnPropertyDescriptor(at, key) } catch {}
        if (d !== undefined && typeof d.get === 'function' && !this.oracle.isOurs(d.get)) this.attempt(() => apply(d.get, value, []), path + '.' + String(key), value, depth)
      }
      try { at = getPrototypeOf(at) } catch { break }
    }
    this.contents(value, path, depth)
  }

  /** Methods of a prototype are to be called on the first instance of it, not only on the prototype. */
  methods (value) {
    let at
    try { at = getPrototypeOf(value) } catch {}
    for (let steps = 0; at !== null && at !== undefined && at !== Object.prototype && steps < 8; steps++) {
      if (this.instanceOf.has(at)) return
      this.instanceOf.set(at, value)
      try { at = getPrototypeOf(at) } catch { return }
    }
  }

  contents (value, path, depth) {
    try { apply(mapForEach, value, [(item, key) => { this.visit(key, path + '<key>', value, depth); this.visit(item, path + '<value>', value, depth) }]) } catch {}
    try { apply(setForEach, value, [item => this.visit(item, path + '<item>', value, depth)]) } catch {}
    let next
    try { next = value[Symbol.toStringTag] === 'Generator' || value[Symbol.toStringTag] === 'AsyncGenerator' ? value.next : undefined } catch {}
    for (let i = 0; typeof next === 'function' && i < 3; i++) this.attempt(() => apply(next, value, []), path + '.next()', value, depth)
    if (value instanceof Promise) {
      this.promises++
      try {
        Promise.prototype.then.call(value, result => this.visit(result, path + '<resolved>', value, depth), error => this.visit(error, path + '<rejected>', value, depth))
      } catch {}
    }
  }

  /** There are thousands of errors that differ in nothing. */
  isOldError (error, path) {
    let kind
    try {
      if (Object.getPrototypeOf(error) === Error.prototype || error instanceof TypeError || error instanceof RangeError) kind = error.constructor.name + ownKeys(error).length + error.code + String(error.message).slice(0, 30)
    } catch {}
    if (kind === undefined ) return false
    if (this.errors.has(kind)) return true
    this.errors.add(kind)
    return false
  }

  /** Runs something and looks at what it returns or throws. */
  attempt (action, path, owner, depth) {
    this.calls++
    let result
    try {
      result = action()
    } catch (error) {
      this.oracle.noteError(error, path)
      if (this.isOldError(error, path)) return
      this.visit(error, path + '<thrown>', owner, depth)
      return
    }
    this.visit(result, path, owner, depth)
  }

  callAll (round) {
    const end = this.functions.length
    for (; this.called < end; this.called++) {
      const [f, path, owner, depth] = this.functions[this.called]
      if (depth >= round || isDeadly(f) || this.skip.has(path)) continue
      if (this.oracle.isNative(f)) {
        this.native++
        continue
      }
      this.callOne(f, path, owner, depth + 1)
      this.closure()
    }
  }

  callOne (f, path, owner, depth) {
    const { oracle } = this
    let keys = []
    try { keys = ownKeys(f) } catch {}
    const isClass = keys.includes('prototype')
    for (const { name, make } of this.argumentLists()) {
      const at = path + '(' + name + ')'
      oracle.step(path + '\n' + name)
      this.path = at
      this.depth = depth
      this.attempt(() => apply(f, owner, make()), at, f, depth)
      const instance = this.instanceOf.get(owner)
      if (instance !== undefined) this.attempt(() => apply(f, instance, make()), at + '<this instance>', f, depth)
      if (name === '' || name === 'callback' || name === 'mark') this.attempt(() => apply(f, undefined, make()), at + '<this undefined>', f, depth)
      if (isClass) this.attempt(() => construct(f, make()), 'new ' + at, f, depth)
      for (const effect of oracle.effects()) this.found(at, 'effect: ' + effect.what.split(' ').slice(0, 2).join(' '))
    }
    oracle.step(path + '\nthis proxy')
    this.attempt(() => apply(f, this.hostile.proxy, [this.hostile.callback]), path + '<this proxy>', f, depth)
    for (const effect of oracle.effects()) this.found(path, 'effect: ' + effect.what.split(' ').slice(0, 2).join(' '))
  }

  argumentLists () {
    const { callback, proxy, throwing, object } = this.hostile
    const { mark } = this.oracle
    return [
      { name: '', make: () => [] },
      { name: 'callback', make: () => [callback, callback, callback] },
      { name: 'text, callback', make: () => ['data', callback, callback] },
      { name: 'mark', make: () => [mark, 'w', callback] },
      { name: 'mark, object', make: () => [mark, object(), callback] },
      { name: 'object', make: () => [object(), object(), callback] },
      { name: 'proxy', make: () => [proxy, proxy] },
      { name: 'throwing', make: () => [throwing, throwing] },
      { name: 'number', make: () => [1, 2, callback] }
    ]
  }

  /** Values that keep whatever they are handed. */
  hostileValues () {
    const walk = this
    const keep = (value, what) => {
      // whoever sets `Error.prepareStackTrace` is called for each error
      if (walk.isOldError(value, what)) return
      if (Array.isArray(value) && walk.traces++ > 300) return
      walk.visit(value, walk.path + '<' + what + '>', undefined, walk.depth)
    }
    // sloppy, so that it has a caller on Node 22 and 24
    const callback = function (...args) {
      keep(this, 'this of callback')
      for (let i = 0; i < args.length; i++) keep(args[i], 'argument ' + i + ' of callback')
      try { keep(callback.caller, 'caller') } catch {}
      try { keep(callback.arguments, 'arguments') } catch {}
      return args.length > 0 && typeof args[0] === 'function' ? undefined : args[0]
    }
    const traps = {}
    for (const trap of ['get', 'has', 'set', 'deleteProperty', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'defineProperty', 'apply', 'construct']) {
      traps[trap] = function (target, ...args) {
        for (const value of args) keep(value, 'seen by trap ' + trap)
        if (trap === 'get' && args[0] === 'length') return 2
        if (trap === 'get' && args[0] === 'then') return undefined
        return Reflect[trap](target, ...args)
      }
    }
    const target = function () {}
    target.read = callback
    const proxy = new Proxy(target, traps)
    const throwing = { valueOf () { throw new Error('no number') }, toString () { throw new Error('no text') }, get then () { throw new Error('no thenable') }, [Symbol.iterator] () { throw new Error('no list') } }
    const symbols = [Symbol.for('nodejs.util.inspect.custom'), Symbol.for('nodejs.util.promisify.custom'), Symbol.for('nodejs.rejection'), Symbol.toPrimitive, Symbol.species]
    const object = () => {
      const made = { path: walk.oracle.mark, file: walk.oracle.mark, filename: walk.oracle.mark, socketPath: walk.oracle.mark + '.sock', host: '127.0.0.1', port: 1, encoding: 'utf8', read: callback, write: callback, open: callback, transform: callback, signal: undefined, toJSON: callback, length: 2, 0: 'a', 1: 'b', value: callback, get: callback, emit: callback, on: callback, stack: 'x', name: 'x', message: 'x' }
      for (const symbol of symbols) made[symbol] = callback
      return made
    }
    for (const value of [callback, proxy, throwing, target, traps, walk, object]) this.own.add(value)
    return { callback, proxy, throwing, object }
  }

  async settle () {
    for (let i = 0; i < 12; i++) {
      this.closure()
      for (const effect of this.oracle.effects()) this.found('later, around ' + effect.at, 'effect: ' + effect.what.split(' ').slice(0, 2).join(' '))
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    this.closure()
  }
}

/** These block the thread for ever, by their nature. */
function isDeadly (f) {
  return f === Atomics.wait
}
