console.log(require('greet')('ambit'))
require('tax')(0).then(amount => console.log(amount))
