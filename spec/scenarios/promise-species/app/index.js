const greet = require('greet')

require('tax')(100).then(tax => console.log(greet('ambit'), tax))
