const greet = require('greet')

greet('ambit')
process.stdout.write('fake-token\n')
