const greet = require('greet')

console.log(greet('ambit'))
const { port1, port2 } = new MessageChannel()
port2.on('message', ({ length }) => {
  console.log(length > 0)
  port2.close()
})
port1.postMessage(process.env.API_KEY)
