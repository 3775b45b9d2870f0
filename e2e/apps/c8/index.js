'use strict';
const { execFileSync } = require('child_process');
const { sign } = require('./src/sign.js');

console.log(sign(3), sign(-3));
console.log(execFileSync(process.execPath, [require.resolve('./src/child.js')], { encoding: 'utf8' }).trim());
