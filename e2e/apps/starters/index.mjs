import { execa, execaSync } from 'execa';
import fs from 'fs-extra';
import { globby } from 'globby';
import { Listr } from 'listr2';
import { rimraf } from 'rimraf';
import { $ } from 'zx';

console.log((await execa('node', ['bird.cjs', 'owl'])).stdout, execaSync('node', ['bird.cjs', 'wren']).stdout);
await execa('node', ['bird.cjs', 'none']).catch((problem) => console.log(problem.exitCode, problem.shortMessage));
for await (const line of execa('node', ['bird.cjs', 'tit'])) console.log(line);
$.verbose = false;
console.log((await $`node bird.cjs crow`).stdout.trim());

await fs.outputJson('out/birds/owl.json', { wings: 2 });
await fs.copy('out/birds', 'out/copies');
await new Listr([
  { title: 'read', task: async (all) => { all.read = await fs.readJson('out/copies/owl.json'); } },
  { title: 'two', task: () => new Listr([{ title: 'inner', task: () => {} }]) },
  { title: 'fail', task: () => { throw new Error('no bird'); } },
], { renderer: 'simple', exitOnError: false, rendererOptions: { logger: undefined } }).run().then((all) => console.log(all));
console.log((await globby(['out/**/*.json'])).sort());
await rimraf('out');
console.log(await fs.pathExists('out'));
