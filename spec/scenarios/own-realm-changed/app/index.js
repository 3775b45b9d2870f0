const store = require('store')
const greet = require('greet')
store.add('secret')
console.log(greet('ambit'))
