// The application of the fuzzer: it has a well-behaved package hand ordinary objects to a package without authority.
const oracle = process[Symbol.for('ambit.fuzz.oracle')]
delete process[Symbol.for('ambit.fuzz.oracle')]
const add = oracle.add

oracle.collectAgain()
add(require, 'require of the application')
add(module, 'module of the application')
add(require.cache, 'require.cache of the application')

const helper = require('helper')
const walker = require('walker')
for (const own of [helper, helper.start]) oracle.keepOut(own)

helper.start({ add, secret: oracle.secret, plant: oracle.plant, mark: oracle.mark }).then(({ given, witness }) => {
  const before = witness()
  const mine = () => JSON.stringify([Object.keys(globalThis), [1, 2].map(x => x + 1), require('path').join('a', '..', 'b'), typeof require('fs').readFileSync, `${new URL('http://a/b')}`])
  const own = mine()
  oracle.witness = () => {
    const changed = []
    const now = witness()
    for (const key of Object.keys(before)) if (before[key] !== now[key]) changed.push(`sibling: ${key}: ${before[key]} became ${now[key]}`)
    if (mine() !== own) changed.push(`application: ${own} became ${mine()}`)
    return changed
  }
  oracle.keepOut(oracle.witness)
  return walker.run(oracle, given)
}).catch(error => {
  console.error(error)
  process.exit(3)
})
