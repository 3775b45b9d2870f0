const greet = require('greet')

console.log(greet('ambit'))
setTimeout(() => console.log('served'), 50)
