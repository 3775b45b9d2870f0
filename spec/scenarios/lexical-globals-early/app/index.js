const greet = require('greet')
require('vm').runInThisContext("const token = 'fake-token'")
console.log(greet('ambit'))
