console.log(require('greet')('job'))
