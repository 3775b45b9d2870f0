'use strict';
module.exports = { presets: [['@babel/preset-env', { targets: 'ie 11' }]], plugins: ['./plugin.js'], comments: false };
