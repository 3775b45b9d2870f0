const http = require('http')
const greet = require('greet')

greet('ambit', __SINK_PORT__, text => {
  console.log(text)
  const request = http.get({ port: __SINK_PORT__, path: '/orders', headers: { authorization: process.env.API_KEY } }, response => {
    response.resume().on('end', () => http.globalAgent.destroy())
  })
  request.on('error', () => {})
})
