'use strict';
const { sign } = require('./sign.js');

console.log('child', sign(0));
