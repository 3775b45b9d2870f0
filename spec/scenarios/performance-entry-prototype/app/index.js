const greet = require('greet')
const { performance } = require('perf_hooks')

const mark = performance.mark('login', { detail: 'fake-token' })
console.log(greet('ambit'), mark.name)
