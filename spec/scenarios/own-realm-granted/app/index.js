console.log(require('greet')('ambit'))
console.log(require('tax')(0))
