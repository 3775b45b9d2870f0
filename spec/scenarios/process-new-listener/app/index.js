const greet = require('greet')

process.on('exit', () => console.log('bye'))
console.log(greet())
