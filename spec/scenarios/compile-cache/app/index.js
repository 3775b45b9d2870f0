console.log(require('greet')('ambit'))
