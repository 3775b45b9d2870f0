Error.prepareStackTrace = (error, sites) => 'mine: ' + error.message
const greet = require('greet')

console.log(greet('ambit'), new Error('x').stack.split('\n')[0])
