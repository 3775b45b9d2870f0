'use strict';
process.env.DEBUG = 'app:*,-app:quiet';
process.env.DEBUG_COLORS = 'no';
process.env.DEBUG_HIDE_DATE = 'yes';
const debug = require('debug');

debug.log = (...args) => console.log(require('util').format(...args));
debug('app:loud')('hello %s %o', 'world', { a: 1 });
debug('app:quiet')('not shown');
debug('app:loud').extend('more')('%d', 7);
console.log(debug.enabled('app:loud'), debug.enabled('app:quiet'), debug.disable());
