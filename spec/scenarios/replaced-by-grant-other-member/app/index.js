const http = require('http')

console.log(require('greet')('ambit'))
console.log(http.get('http://api.example.com/'), require('tax')())
http.request({ port: __SINK_PORT__, host: '127.0.0.1', headers: { key: process.env.API_KEY } }, answer => answer.once('data', text => console.log(`${text}`))).end()
