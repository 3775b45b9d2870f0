require('writer').write()
console.log(require('greet')('ambit'))
