const { readFileSync } = require('fs')
const greet = require('greet')

exports.run = () => greet(JSON.parse(readFileSync('package.json', 'utf8')).name)
