'use strict';
// As Yarn's Plug'n'Play: a map says where packages lie, and the loader asks it.
const fs = require('fs');
const Module = require('module');
const path = require('path');
const { CachedInputFileSystem, ResolverFactory } = require('enhanced-resolve');

const map = new Map([['left', path.join(__dirname, 'packages/left')], ['right', path.join(__dirname, 'packages/right')]]);
const pnpApi = {
  resolveToUnqualified(request) {
    const name = request.split('/')[0];
    if (!map.has(name)) {
      const error = new Error(`nobody listed ${name}`);
      error.code = 'UNDECLARED_DEPENDENCY';
      error.pnpCode = error.code;
      throw error;
    }
    return path.join(map.get(name), ...request.split('/').slice(1));
  },
};
const resolver = (conditionNames) => ResolverFactory.createResolver({
  fileSystem: new CachedInputFileSystem(fs, 4000), extensions: ['.js', '.cjs'], conditionNames, pnpApi, useSyncFileSystemCalls: true,
});
const found = (request, ...conditions) => {
  try {
    return resolver(conditions).resolveSync({}, __dirname, request).replace(__dirname, '');
  } catch (error) {
    return error.message.split('\n')[0].replace(__dirname, '');
  }
};
console.log(found('left', 'require'), found('right', 'require'), found('right', 'import'), found('right/deep', 'require'));
console.log(found('nowhere', 'require'));

const original = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return map.has(request.split('/')[0]) ? resolver(['require']).resolveSync({}, __dirname, request) : original.call(this, request, ...rest);
};
console.log(require('left'), require('right/deep'));
