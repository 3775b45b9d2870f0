console.log(require('greet')('ambit'))
console.log({ total: 20 })
