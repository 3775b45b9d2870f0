const net = require('net')
const greet = require('greet')

const socket = net.connect({ host: 'localhost', port: __TCP_PORT__, lookup: (name, options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]) })
socket.on('connect', () => console.log(greet('ambit', socket)))
