'use strict';
const { execFileSync } = require('child_process');
const { Worker } = require('worker_threads');
const { sign } = require('./src/sign.js');

process.on('exit', () => {
  console.log('exit', sign(0));
});
console.log(sign(3), sign(-3));
console.log(execFileSync(process.execPath, [require.resolve('./src/child.js')], { encoding: 'utf8' }).trim());
import('./src/module.mjs').then(({ half }) => {
  console.log(half(4));
  new Worker(require.resolve('./src/worker.mjs')).on('exit', (code) => {
    console.log('worker', code);
    process.exit();
  });
});
