const fs = require('fs')
const greet = require('greet')

const watcher = fs.watchFile(__filename, () => {})
greet('ambit', watcher, message => {
  console.log(message)
  fs.unwatchFile(__filename)
})
