const { createReadStream } = require('fs')

require('greet')(createReadStream('package.json'), text => console.log(text))
