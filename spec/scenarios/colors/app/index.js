console.log(require('colors').red('alarm'))
