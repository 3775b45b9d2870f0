const http2 = require('http2')
const greet = require('greet')

const server = http2.createServer((req, res) => res.end('ambit'))
server.listen(0, '127.0.0.1', () => {
  const client = http2.connect('http://127.0.0.1:' + server.address().port)
  const stream = client.request({ ':path': '/' }).setEncoding('utf8')
  stream.on('data', text => greet(text, stream, message => {
    console.log(message)
    client.close()
    server.close()
  }))
})
