require('writer').write()
console.log('saved')
console.log(require('greet')('ambit'))
