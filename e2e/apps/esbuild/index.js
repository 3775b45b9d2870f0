'use strict';
const esbuild = require('esbuild');

async function main() {
  console.log(esbuild.transformSync('let x: number = a?.b', { loader: 'ts', target: 'es2017' }).code);
  const plugin = {
    name: 'text',
    setup(build) {
      build.onLoad({ filter: /\.up$/ }, () => ({ contents: 'HELLO', loader: 'text' }));
    },
  };
  const { outputFiles, warnings } = await esbuild.build({ entryPoints: ['main.ts'], bundle: true, write: false, format: 'esm', plugins: [plugin] });
  console.log(outputFiles[0].text, warnings);
  const failed = await esbuild.build({ stdin: { contents: 'let 1' }, write: false, logLevel: 'silent' }).catch((error) => error);
  console.log(failed.errors[0].text);
  await esbuild.stop();
}
main();
