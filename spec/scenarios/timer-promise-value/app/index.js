const { connect, createServer } = require('net')
const { setTimeout: later } = require('timers/promises')

const server = createServer().listen(0, '127.0.0.1', async () => {
  const socket = connect(server.address().port, '127.0.0.1')
  socket.setTimeout(250)
  const token = later(250, 'fake-token')
  console.log(require('greet')(socket))
  await token
  process.exit()
})
