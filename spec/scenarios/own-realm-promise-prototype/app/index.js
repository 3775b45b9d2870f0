console.log(require('greet')('ambit'))
Promise.resolve('secret').then(() => {})
