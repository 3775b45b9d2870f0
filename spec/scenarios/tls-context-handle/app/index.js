const tls = require('tls')
const greet = require('greet')

console.log(greet('ambit', tls.createSecureContext()))
tls.createSecureContext({ ciphers: 'AES128-SHA', sessionIdContext: 'fake-token' })
