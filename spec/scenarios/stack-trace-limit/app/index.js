const greet = require('greet')

console.log(greet('ambit'), new Error('x').stack.split('\n').length > 1)
