console.log(require('greet')('ambit', require('vault')))
