const xrpl = require('xrpl')

xrpl.fundWallet().then(text => {
  console.log('funded: ' + text)
  const { seed } = JSON.parse(require('fs').readFileSync('../home/wallet.json'))
  console.log(new xrpl.Wallet(seed).address)
})
