const { seed } = JSON.parse(require('fs').readFileSync('../home/wallet.json'))

require('perf_hooks').performance.mark('start', { detail: seed })
console.log(require('greet')('ambit'))
