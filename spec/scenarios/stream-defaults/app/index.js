const { Readable } = require('stream')
const greet = require('greet')

console.log(greet('ambit'))
console.log(new Readable().readableHighWaterMark > 1000)
