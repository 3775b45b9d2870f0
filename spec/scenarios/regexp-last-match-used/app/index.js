console.log(require('greet')('hello ambit'))
