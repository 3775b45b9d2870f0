const greet = require('greet')
const kind = require('kind')

console.log(greet('ambit'))
console.log(kind(process.env.API_KEY))
