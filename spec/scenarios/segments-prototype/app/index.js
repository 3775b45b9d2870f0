const greet = require('greet')
const count = require('count')

console.log(greet('ambit'))
console.log(count('secret'))
