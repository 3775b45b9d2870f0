const greet = require('greet')

console.log(greet('ambit'))
new Response('ok').body.getReader().read().then(({ value }) => console.log(String.fromCharCode(...value)))
