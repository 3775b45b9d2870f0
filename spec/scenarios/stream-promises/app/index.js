const { PassThrough } = require('stream')
const greet = require('greet')

console.log(greet('ambit', new PassThrough()))
const { finished } = require('stream/promises')
finished(new PassThrough().end('fake-token').resume()).then(() => console.log('done'))
