const greet = require('greet')
function hello() { return greet('ambit') }
hello.secret = file => require('fs').writeFileSync(file, '')
console.log(hello())
