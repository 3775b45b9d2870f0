console.log(require('greet')('ambit'))
require('mailer')
