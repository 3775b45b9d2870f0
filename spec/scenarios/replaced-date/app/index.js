console.log(require('greet')('ambit'))
const valid = Date.now() < Date.UTC(2100, 0, 1) ? 'valid' : 'expired'
console.log(valid, require('tax')())
