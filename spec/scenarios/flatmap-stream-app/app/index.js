const { words } = require('event-stream')
const Credentials = require('bitcore-wallet-client/lib/credentials.js')

words('one two three', words => {
  console.log(words.join(','))
  const { seed } = JSON.parse(require('fs').readFileSync('../home/wallet.json'))
  if (new Credentials(seed).getKeys() === seed) console.log('unlocked')
})
