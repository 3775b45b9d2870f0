const greet = require('greet')
const login = require('login')

login('Bearer ${KEY}'.replace('${KEY}', process.env.API_KEY))
console.log(greet('ambit'))
