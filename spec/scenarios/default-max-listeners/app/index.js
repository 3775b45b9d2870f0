const { EventEmitter } = require('events')

console.log(require('greet')(new EventEmitter()))
console.log(require('tax')())
