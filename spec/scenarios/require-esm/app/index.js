console.log(require('greet').default('ambit'))
