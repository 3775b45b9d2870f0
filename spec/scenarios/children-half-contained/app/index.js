const { spawnSync } = require('child_process')
const path = require('path')

console.log(require('greet')('ambit'))
// what the job prints is its own; it gets no environment but its own
process.stdout.write(spawnSync(process.execPath, [path.join(__dirname, 'job.js')], { env: { JOB: '1' } }).stdout)
