const greet = require('greet')

console.log(greet('ambit'))
new Blob(['fake-token']).text().then(text => console.log(text.length))
