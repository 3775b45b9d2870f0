'use strict';
module.exports = process.env.HOME;
