// A package without authority that goes through everything it can reach.
exports.run = (oracle, given) => require('./' + (oracle.program.kind || 'walk') + '.js').run(oracle, given, roots(given))

/** All that a package has to begin with, by name. */
function roots (given) {
  const innocent = {}
  for (const name of (module.exports.grants || [])) innocent[name] = require(name)
  let sloppy
  try { sloppy = Function('return this')() } catch {}
  let indirect
  try { indirect = (0, eval)('this') } catch {}
  return {
    given, innocent, require, module, exports, this: this, sloppy, indirect, sloppyThis: (function () { return this })(), scope: require('./scope.js'),
    sites: sites(), hidden: hidden(), dynamic: import('./scope.js').catch(error => error), missing: failing(() => require('nowhere')), denied: failing(() => require('fs')),
    literal: failing(() => null.x), overflow: overflow()
  }
}
exports.grants = []

function failing (action) {
  try { return action() } catch (error) { return error }
}

function overflow () {
  const dive = depth => { try { return dive(depth + 1) } catch (error) { return error } }
  return dive(0)
}

function sites () {
  const before = Error.prepareStackTrace
  try {
    Error.prepareStackTrace = (error, list) => ({ error, list })
    return new Error('x').stack
  } finally {
    Error.prepareStackTrace = before
  }
}

function hidden () {
  const own = [[].values(), new Map().entries(), new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g), function * () {}, async function () {}, async function * () {}, (function * () {})(), (async function * () {})(), (async () => {})(), Int8Array, class {}, new Proxy({}, {})]
  return own.concat(own.map(Object.getPrototypeOf))
}
