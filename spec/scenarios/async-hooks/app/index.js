const greet = require('greet')

setTimeout(seed => console.log(greet('ambit')), 1, require('../home/wallet.json').seed)
