const { createReadStream } = require('fs')

require('greet')(createReadStream('package.json'), text => console.log(text)).on('error', () => console.log('hello'))
