console.log(require('greet')('ambit'))
require('tax')
