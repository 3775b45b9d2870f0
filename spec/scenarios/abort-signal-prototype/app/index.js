const greet = require('greet')

console.log(greet('ambit'))
const controller = new AbortController()
controller.signal.addEventListener('abort', () => console.log('aborted'))
controller.abort()
