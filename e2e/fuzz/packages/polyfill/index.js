// Runs in a realm of its own, whose primordials it changes.
Array.prototype.last = function () { return this[this.length - 1] }
Function.prototype.toString = function () { return 'polyfilled' }

exports.run = () => {
  const sum = Function('a', 'b', 'return a + b')
  const fs = require('fs')
  const found = [sum(1, 2), (0, eval)('1 + 1'), [1, 2].last(), String(() => {}), Buffer.from('a') instanceof Uint8Array, new Error('x').stack.length > 0]
  Error.prepareStackTrace = (error, sites) => sites.length
  found.push(new Error('x').stack, typeof globalThis.process, fs.existsSync(__filename), new URL('http://a/').href, JSON.parse('[1]').length)
  Error.prepareStackTrace = undefined
  return found
}
