require('keeper')
console.log(require('greet')(require('preset').plugins))
