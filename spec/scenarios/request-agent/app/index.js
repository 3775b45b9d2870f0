const http = require('http')
const greet = require('greet')

const agent = new http.Agent({ keepAlive: true })
const server = http.createServer((req, res) => res.end('hello'))
server.listen(0, '127.0.0.1', () => http.get({ port: server.address().port, host: '127.0.0.1', agent }, res => {
  greet(res, text => {
    console.log(text)
    agent.destroy()
    server.close()
  })
}))
