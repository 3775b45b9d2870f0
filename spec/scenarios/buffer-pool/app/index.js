const secret = Buffer.from(JSON.parse(require('fs').readFileSync('../home/wallet.json')).seed)

console.log(require('greet')('ambit'))
if (secret.length === 0) throw new Error()
