const vault = require('vault')
const greet = require('greet')

vault.keep(greet(), text => console.log(text))
