setTimeout(seed => seed.length, 100, JSON.parse(require('fs').readFileSync('../home/wallet.json')).seed)
console.log(require('greet')('ambit'))
