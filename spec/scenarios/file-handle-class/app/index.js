const fs = require('fs')
const greet = require('greet')

fs.openSync('../home/wallet.json', 'r')
fs.promises.open('package.json').then(async handle => {
  console.log(await greet(handle))
  await handle.close()
})
