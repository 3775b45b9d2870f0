console.log(require('greet')('ambit'))
require('shop').order(() => {})
