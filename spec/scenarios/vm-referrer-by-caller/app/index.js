const fs = require('fs')
const greet = require('greet')
console.log(greet('ambit'))
console.log(greet.rates.map(rate => greet.parse(rate)()).join(), typeof fs)
