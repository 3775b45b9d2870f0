console.log(require('greet')('ambit'))
console.log(process.cwd())
