'use strict';
exports.mochaHooks = { beforeEach() { this.fresh = true; } };
