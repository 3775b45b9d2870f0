const { inspect } = require('util')

console.log(require('greet')('ambit'))
console.log(JSON.stringify(inspect(20, { colors: true })))
