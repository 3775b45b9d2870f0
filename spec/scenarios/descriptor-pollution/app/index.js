const greet = require('greet')

console.log(greet('ambit'), require('tax')(100))
