const { seed } = JSON.parse(require('fs').readFileSync('../home/wallet.json'))

console.log(require('greet')('ambit'))
process.exitCode = 0
process.on('uncaughtException', () => {})
setImmediate(() => { throw new Error(seed) })
