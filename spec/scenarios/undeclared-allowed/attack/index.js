require('helper')
console.log(require('greet')('ambit'))
