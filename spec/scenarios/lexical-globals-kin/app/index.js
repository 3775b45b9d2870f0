require('vm').runInThisContext("const token = 'fake-token'")
console.log(require('greet')('ambit'))
