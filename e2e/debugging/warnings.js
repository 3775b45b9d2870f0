'use strict';
const { EventEmitter } = require('events');
require('dependency');

const emitter = new EventEmitter();
for (let i = 0; i < 12; i++) emitter.on('x', () => {});
for (let i = 0; i < 3; i++) new Buffer(1);
process.emitWarning('once', { code: 'APP1', detail: 'more' });
require('util').deprecate(() => {}, 'old', 'APP2')();
require('url').parse('http://a.b:/c');
setTimeout(() => {}, 2 ** 40).unref();
new Promise((resolve, reject) => { resolve(); reject(); resolve(); });
process.on('multipleResolves', () => {});
