const greet = require('greet')

require('tax')([100, 200]).then(all => console.log(greet('ambit'), ...all))
