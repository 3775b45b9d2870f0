const path = require('path')
const greet = require('greet')

console.log(greet('ambit'))
// the job gets no environment but its own
const { spawnSync } = require('child_process')
process.stdout.write(spawnSync(process.execPath, [path.join(__dirname, 'job.js')], { env: { JOB: '1' } }).stdout)
