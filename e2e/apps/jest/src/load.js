'use strict';
exports.load = () => 'real';
