console.log(require('greet')('ambit'))
globalThis.setTimeout(() => console.log('at once'), 3600000)
require('tax')()
