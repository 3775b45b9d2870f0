const greet = require('greet')

const later = queueMicrotask.bind(globalThis)
const token = 'fake-token'
later(() => token)
console.log(greet('ambit'))
