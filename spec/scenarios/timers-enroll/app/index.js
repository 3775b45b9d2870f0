const greet = require('greet')

setTimeout(() => console.log('last orders'), 2000)
setTimeout(() => console.log(greet('ambit')), 10)
