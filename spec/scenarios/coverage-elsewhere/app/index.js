const { execFileSync } = require('child_process')
const { existsSync } = require('fs')

const greet = require('greet')
console.log(greet(), execFileSync(process.execPath, ['child.js'], { encoding: 'utf8' }).trim())
console.log(existsSync('__MARKERS__/chosen'))
