console.log(require('greet')())
