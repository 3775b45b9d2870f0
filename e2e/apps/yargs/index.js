'use strict';
const yargs = require('yargs');
const { hideBin } = require('yargs/helpers');

const parser = yargs(hideBin(process.argv))
  .scriptName('tool')
  .locale('de')
  .command('greet <name>', 'greets', (y) => y.option('loud', { type: 'boolean' }), (argv) => {
    console.log(argv.loud ? `HELLO ${argv.name.toUpperCase()}` : `hello ${argv.name}`);
  })
  .env('TOOL')
  .wrap(80)
  .strict();
parser.parse();
parser.getHelp().then((help) => console.log(help));
