const greet = require('greet')

require('v8').setFlagsFromString('--expose-gc')
const collect = require('vm').runInNewContext('gc')
for (const after of [1, 20, 40]) setTimeout(collect, after)
setTimeout(() => console.log(greet('ambit')), 60)
