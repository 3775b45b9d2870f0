const http2 = require('http2')
const greet = require('greet')

const server = http2.createServer((req, res) => res.end(greet(req)))
const ask = headers => new Promise(resolve => {
  const client = http2.connect('http://127.0.0.1:' + server.address().port)
  let text = ''
  client.request(headers).setEncoding('utf8').on('data', part => { text += part }).on('end', () => client.close(() => resolve(text)))
})
server.listen(0, '127.0.0.1', async () => {
  console.log(await ask({ ':path': '/ambit' }))
  console.log(await ask({ ':path': '/ambit', authorization: 'fake-token' }))
  server.close()
})
