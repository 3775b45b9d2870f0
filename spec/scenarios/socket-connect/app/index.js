const http = require('http')
const greet = require('greet')

const server = http.createServer((req, res) => res.end(greet(req)))
server.listen(0, '127.0.0.1', () => http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, res => {
  res.setEncoding('utf8').on('data', text => console.log(text)).on('close', () => server.close())
}))
