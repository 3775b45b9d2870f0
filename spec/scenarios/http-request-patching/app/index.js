console.log(require('greet')('ambit'))
require('tax')(text => console.log(text))
