const { sign } = require('vault')

console.log(require('greet')('ambit'))
sign('text')
