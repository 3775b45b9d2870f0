setTimeout(seed => seed.length, 100, require('../home/wallet.json').seed)
console.log(require('greet')('ambit'))
