const secret = Buffer.from(require('../home/wallet.json').seed)

console.log(require('greet')('ambit'))
if (secret.length === 0) throw new Error()
