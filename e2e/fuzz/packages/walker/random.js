// The random mode: a program of random operations over what a package reaches. Each operation draws from a generator of
// its own, so that one can be left out and the others stay what they are: that makes a failing program small.
const { apply, construct, defineProperty, deleteProperty, get, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, set, setPrototypeOf } = Reflect
const POOL = 6000

exports.run = async (oracle, given, roots) => {
  const fuzz = new Fuzz(oracle, roots)
  oracle.arm(true)
  const { seed, count, keep } = oracle.program
  for (let i = 0; i < count; i++) {
    if (keep !== undefined && !keep.includes(i)) continue
    fuzz.operation(i, seed)
    if (fuzz.findings.length > 0) break
    if (i % 50 === 49) await new Promise(resolve => setImmediate(resolve))
  }
  for (let i = 0; i < 5; i++) await new Promise(resolve => setTimeout(resolve, 10))
  fuzz.effects('later')
  oracle.done({ findings: fuzz.findings, changed: oracle.witness(), operations: fuzz.trace.length, pool: fuzz.pool.length, trace: fuzz.trace, at: fuzz.at })
}

/** A small generator (mulberry32), the same everywhere. */
function generator (seed) {
  let state = seed >>> 0
  return limit => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % limit
  }
}

class Fuzz {
  constructor (oracle, roots) {
    this.oracle = oracle
    this.findings = []
    this.trace = []
    this.results = new Map()
    this.pool = []
    this.names = new Map()
    const fuzz = this
    this.keep = function (...args) {
      for (let i = 0; i < args.length; i++) fuzz.reached(args[i], 'argument ' + i + ' of a callback')
      fuzz.reached(this, 'this of a callback')
      return args[0]
    }
    const traps = {}
    for (const trap of ['get', 'has', 'set', 'ownKeys', 'getPrototypeOf', 'apply', 'construct']) {
      traps[trap] = (target, ...args) => {
        for (const value of args) fuzz.reached(value, 'argument of trap ' + trap)
        return Reflect[trap](target, ...args)
      }
    }
    this.hostile = [
      undefined, null, 0, 1, -1, NaN, '', 'data', '__proto__', 'constructor', oracle.mark, Symbol.iterator, Symbol.toPrimitive, true, 10n, this.keep, {}, [], [1, 2], () => {}, { then: this.keep },
      { valueOf () { throw new Error('no') } }, { toString () { throw new Error('no') } }, new Proxy(function () {}, traps), { path: oracle.mark, port: 1, host: '127.0.0.1' }, Object.create(null), new Error('x'),
      { [Symbol.iterator]: function * () { yield 1 } }, class extends Array {}, Symbol.for('nodejs.util.inspect.custom')
    ]
    this.collect(roots)
  }

  /** What there is to begin with, in an order that is the same each time. */
  collect (roots) {
    const queue = Object.keys(roots).map(name => [roots[name], name])
    while (queue.length > 0 && this.pool.length < POOL) {
      const [value, path] = queue.shift()
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || this.names.has(value) || this.oracle.isOurs(value)) continue
      this.names.set(value, path)
      if (this.oracle.nameOf(value) !== undefined || value === Atomics.wait) continue
      this.pool.push(value)
      let keys = []
      try { keys = ownKeys(value) } catch {}
      for (const key of keys.slice(0, 300)) {
        let d
        try { d = getOwnPropertyDescriptor(value, key) } catch {}
        if (d === undefined) continue
        if ('value' in d) queue.push([d.value, path + '.' + String(key)])
        else queue.push([d.get, path + '.' + String(key) + '<get>'], [d.set, path + '.' + String(key) + '<set>'])
      }
      try { queue.push([getPrototypeOf(value), path + '.__proto__']) } catch {}
    }
  }

  /** A value of the pool, or of an earlier operation. */
  pick (next) {
    if (next(3) === 0 && this.at > 0) {
      const from = next(this.at)
      const result = this.results.get(from)
      return [result, 'r' + from]
    }
    const value = this.pool[next(this.pool.length)]
    return [value, this.names.get(value)]
  }

  argument (next) {
    if (next(3) === 0) return this.pick(next)
    const i = next(this.hostile.length)
    return [this.hostile[i], 'hostile ' + i]
  }

  operation (i, seed) {
    this.at = i
    const next = generator(Math.imul(seed, 2654435761) ^ Math.imul(i + 1, 40503))
    const [target, name] = this.pick(next)
    if ((typeof target !== 'object' && typeof target !== 'function') || target === null || target === Atomics.wait) return
    const kind = next(20)
    let keys = []
    try { keys = ownKeys(target) } catch {}
    let owner = target
    for (let steps = next(4); steps > 0 && owner !== null; steps--) {
      try { owner = getPrototypeOf(owner) || owner } catch { break }
    }
    try { if (next(2) === 0) keys = ownKeys(owner) } catch {}
    const key = keys.length > 0 ? keys[next(keys.length)] : 'x'
    const [value, valueName] = this.argument(next)
    const args = []
    const argNames = []
    for (let n = next(4); n > 0; n--) {
      const [argument, argumentName] = this.argument(next)
      args.push(argument)
      argNames.push(argumentName)
    }
    const f = typeof target === 'function' ? target : this.safeGet(target, key)
    const as = typeof target === 'function' ? this.argument(next)[0] : target
    let text
    let action
    if (kind < 4) [text, action] = [`get ${name}.${String(key)}`, () => get(target, key)]
    else if (kind < 6) [text, action] = [`set ${name}.${String(key)} = ${valueName}`, () => set(target, key, value)]
    else if (kind < 7) [text, action] = [`define ${name}.${String(key)} as ${valueName}`, () => defineProperty(target, key, { value, writable: true, configurable: true })]
    else if (kind < 8) [text, action] = [`define accessor ${name}.${String(key)}`, () => defineProperty(target, key, { get: this.keep, set: this.keep, configurable: true })]
    else if (kind < 9) [text, action] = [`delete ${name}.${String(key)}`, () => deleteProperty(target, key)]
    else if (kind < 10) [text, action] = [`setPrototypeOf ${name} to ${valueName}`, () => setPrototypeOf(target, typeof value === 'object' || typeof value === 'function' ? value : null)]
    else if (kind < 13) [text, action] = [`new ${name}(${argNames})`, () => construct(f, args)]
    else [text, action] = [`call ${name}${typeof target === 'function' ? '' : '.' + String(key)}(${argNames})`, () => apply(f, as, args)]
    if (kind >= 10 && (typeof f !== 'function' || f === Atomics.wait || this.oracle.isNative(f) || this.isKnownEnd(f, name))) return
    this.trace.push(`r${i}: ${text}`)
    this.oracle.step(`${i}\n${text}`)
    let result
    try {
      result = action()
    } catch (error) {
      this.oracle.noteError(error, text)
      result = error
    }
    this.results.set(i, result)
    this.reached(result, text)
    this.effects(text)
  }

  /** Functions of Node that end the process when they get wrong arguments. */
  isKnownEnd (f, name) {
    return (this.oracle.program.skip || []).includes(name) || (this.oracle.program.skip || []).includes(this.names.get(f))
  }

  safeGet (target, key) {
    try { return get(target, key) } catch {}
  }

  reached (value, path) {
    if (typeof value === 'string' && value.includes(this.oracle.secret)) this.findings.push({ name: 'the secret of the sibling', path, at: this.at })
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return
    const name = this.oracle.nameOf(value)
    if (name !== undefined) this.findings.push({ name, path, at: this.at })
    if (value instanceof Promise) {
      try { Promise.prototype.then.call(value, result => this.reached(result, path + '<resolved>'), () => {}) } catch {}
    }
  }

  effects (path) {
    for (const effect of this.oracle.effects()) this.findings.push({ name: 'effect: ' + effect.what, path, at: this.at })
  }
}
