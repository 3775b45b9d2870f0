const greet = require('greet')

console.log(greet('ambit'))
navigator.locks.request('order of ' + process.env.API_KEY, () => {})
