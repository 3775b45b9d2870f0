const { createSecretKey } = require('crypto')
const greet = require('greet')

console.log(greet('ambit', createSecretKey(Buffer.from('mine'))))
createSecretKey(Buffer.from('fake-token')).export()
