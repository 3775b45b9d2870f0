#!/usr/bin/env node
'use strict';
const { sign } = require('./sign.js');

console.log('child', sign(0));
process.on('exit', () => { console.log('child ends', sign(1)); });
if (sign(-1) < 0) return;
console.log('never');
