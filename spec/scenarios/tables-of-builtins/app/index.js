console.log(require('greet')('ambit'))
console.log(require('http').STATUS_CODES[200], require('http').METHODS.includes('GET'))
