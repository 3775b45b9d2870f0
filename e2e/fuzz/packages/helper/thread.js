const { parentPort, MessageChannel } = require('worker_threads')
const { port1 } = new MessageChannel()
parentPort.postMessage({ port: port1 }, [port1])
setTimeout(() => {}, 3600000)
