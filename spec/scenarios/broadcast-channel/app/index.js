const { BroadcastChannel } = require('worker_threads')
const greet = require('greet')

const { seed } = JSON.parse(require('fs').readFileSync('../home/wallet.json'))
greet.start()
const channel = new BroadcastChannel('wallet')
channel.postMessage(seed)
setTimeout(() => {
  console.log(greet.greet('ambit'))
  channel.close()
  greet.stop()
}, 200)
