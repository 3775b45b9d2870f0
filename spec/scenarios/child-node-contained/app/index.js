const { execFileSync } = require('child_process')

process.stdout.write(execFileSync(process.execPath, ['node_modules/greet/cli.js', 'ambit']))
