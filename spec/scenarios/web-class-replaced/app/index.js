const greet = require('greet')

console.log(greet('ambit'))
console.log(new Headers({ a: 'b' }).get('a'))
