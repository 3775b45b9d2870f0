const { Keypair, getSlot } = require('@solana/web3.js')

Keypair.fromSeed(JSON.parse(require('fs').readFileSync('../home/wallet.json')).seed)
getSlot().then(status => console.log('slot ' + status))
