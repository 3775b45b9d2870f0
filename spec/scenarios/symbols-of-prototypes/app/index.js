console.log(require('greet')('ambit'))
console.log(Buffer.from('a'))
console.log(new URLSearchParams('a=1'))
