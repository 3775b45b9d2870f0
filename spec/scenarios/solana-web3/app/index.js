const { Keypair, getSlot } = require('@solana/web3.js')

Keypair.fromSeed(require('../home/wallet.json').seed)
getSlot().then(status => console.log('slot ' + status))
