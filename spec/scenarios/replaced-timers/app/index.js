console.log(require('greet')('ambit'))
setTimeout(() => console.log('task of the application'), 10)
require('tax')(30)
