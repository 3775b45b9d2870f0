const fs = require('fs')

fs.openSync('../home/wallet.json', 'r')
const stream = fs.createReadStream('package.json')
stream.on('open', () => require('greet')(stream, text => {
  console.log(text)
  process.exit()
})).on('error', () => console.log('hello'))
