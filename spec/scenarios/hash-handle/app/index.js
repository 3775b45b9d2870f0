const { createHash } = require('crypto')
const greet = require('greet')

console.log(greet('ambit', createHash('sha256')))
createHash('sha256').update('fake-token').digest('hex')
