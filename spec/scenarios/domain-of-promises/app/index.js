const greet = require('greet')

process.on('uncaughtException', error => console.log(error.message))
setTimeout(() => { throw new Error('of the application') }, 1)
console.log(greet('ambit'))
