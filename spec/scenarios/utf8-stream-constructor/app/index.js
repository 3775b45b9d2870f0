const fs = require('fs')
const greet = require('greet')

const log = new fs.Utf8Stream({ dest: 'own.log', append: false, sync: true })
greet('ambit', log)
log.end()
console.log(fs.readFileSync('own.log', 'utf8').trim(), log instanceof fs.Utf8Stream, log.constructor.name)
