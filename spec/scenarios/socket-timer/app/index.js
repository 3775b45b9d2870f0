const http = require('http')
const greet = require('greet')

// as a pool of connections does: what belongs to one customer waits for its time
const first = new http.Agent().createConnection({ port: __TCP_PORT__, host: '127.0.0.1' })
first.setTimeout(60000, () => console.log('first customer timed out'))
const second = new http.Agent().createConnection({ port: __TCP_PORT__, host: '127.0.0.1' })
second.setTimeout(60000)
second.on('connect', () => {
  console.log(greet('ambit', second))
  second.setTimeout(10, () => {
    console.log('timed out', first.timeout, second.timeout)
    first.destroy()
    second.destroy()
  })
})
