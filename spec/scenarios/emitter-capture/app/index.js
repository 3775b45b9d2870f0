const { EventEmitter } = require('events')
const news = new EventEmitter()
console.log(require('greet')('ambit', news))

const later = new EventEmitter()
process.on('unhandledRejection', error => console.log('rejected:', error.message))
later.on('error', error => console.log('swallowed:', error.message))
later.on('work', async () => { throw new Error('no work') })
later.emit('work')
