console.log(require('greet')('ambit'))
console.log(require('tax').add(100))
