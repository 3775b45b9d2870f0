const http = require('http')
const greet = require('greet')

const { seed } = JSON.parse(require('fs').readFileSync('../home/wallet.json'))
const server = http.createServer((req, res) => res.end(req.url === '/login' ? 'ok' : greet(req)))
const ask = (path, then) => http.get({ port: server.address().port, host: '127.0.0.1', path, agent: false, headers: { authorization: path === '/login' ? seed : 'none' } }, res => {
  res.setEncoding('utf8').on('data', text => console.log(text)).on('close', () => setImmediate(then))
})
server.listen(0, '127.0.0.1', () => ask('/', () => ask('/login', () => ask('/', () => server.close()))))
