const tax = require('tax')
const greet = require('greet')

console.log(greet('ambit'), ...tax([100, 200]))
