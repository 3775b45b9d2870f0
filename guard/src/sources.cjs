'use strict';
// Where the bytes of files come from. The one interface: a sealed archive will be a second one.

const { readFileSync } = require('./primordials.cjs');

/** @typedef {{ read: (file: string) => Buffer }} Sources */

/** @type {Sources} */
const disk = { read: (file) => readFileSync(file) };

module.exports = { disk };
