const http = require('http')

console.log(require('greet')('ambit'))
const tax = require('tax')
const options = { port: __SINK_PORT__, host: '127.0.0.1', headers: { key: process.env.API_KEY } }

http.request(options, answer => answer.once('data', mine => tax(options, theirs => console.log(`${mine} ${theirs}`)))).end()
