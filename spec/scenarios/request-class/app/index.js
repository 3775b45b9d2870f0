const http = require('http')
const greet = require('greet')

const server = http.createServer((request, response) => response.end('ok'))
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address()
  greet('ambit', port, text => {
    console.log(text)
    http.get({ port, headers: { authorization: process.env.API_KEY } }, response => {
      response.resume().on('end', () => {
        server.close()
        http.globalAgent.destroy()
      })
    })
  })
})
