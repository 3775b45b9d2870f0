const EventEmitter = require('events')

const emitter = new EventEmitter()
console.log(require('greet')(emitter))
const later = new EventEmitter().on('error', () => console.log('swallowed')).on('work', async () => { throw new Error('lost') })
process.once('unhandledRejection', () => console.log('seen'))
later.emit('work')
