const greet = require('greet')

const mine = new Error('secret of the application')
console.log(greet('ambit'), mine.stack.split('\n')[0])
console.log(require('tax')())
