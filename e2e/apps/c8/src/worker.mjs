import { half } from './module.mjs';

function unused() {
  return process.exitCode;
}
console.log('in the worker', half(8), half(7), typeof unused);
