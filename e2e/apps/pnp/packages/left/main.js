'use strict';
module.exports = require('right').name + ' seen by left';
