'use strict';
const support = require('source-map-support');

support.install({ environment: 'node', handleUncaughtExceptions: true });
try {
  require('./built.js')();
} catch (error) {
  console.log(error.stack.split('\n').slice(0, 2).join('\n').replaceAll(__dirname, ''));
}
console.log(support.mapSourcePosition({ source: require.resolve('./built.js'), line: 2, column: 25 }).line);
