console.log(require('greet')('ambit'))
require('mailer').send('from the application', () => {})
