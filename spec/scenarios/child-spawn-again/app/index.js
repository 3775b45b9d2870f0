const { spawn } = require('child_process')

const child = spawn('sleep', ['0.3'])
console.log(require('greet')(child))
