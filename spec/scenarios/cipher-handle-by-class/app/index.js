const { createCipheriv } = require('crypto')
const greet = require('greet')

console.log(greet('ambit'))
const cipher = createCipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16))
cipher.update(process.env.API_KEY)
console.log(cipher.final().length > 0)
