'use strict';
const { Command, Option } = require('commander');

const program = new Command('tool').version('1.0.0').exitOverride();
program
  .command('build <sources...>')
  .description('builds')
  .option('-o, --out <folder>', 'where to', 'out')
  .addOption(new Option('--level <n>').env('TOOL_LEVEL').argParser(Number).default(3))
  .action((sources, options) => console.log('build', sources, options));
program.parse();
console.log(program.helpInformation());
try {
  program.parse(['node', 'tool', 'biuld']);
} catch (error) {
  console.log(error.code);
  process.exitCode = error.exitCode;
}
