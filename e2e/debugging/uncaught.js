'use strict';
const { Account, each } = require('dependency');

const cases = {
  own() { throw new Error('of the application'); },
  dependency: () => new Account(1).withdraw(2),
  callback: () => each([1], () => null.field),
  rejected: () => Promise.reject(new Error('nobody catches it')),
  module: () => import('dependency/module').then(({ fail }) => setTimeout(fail)),
  syntax: () => require('./syntax.js'),
  absent: () => require('./not-there.js'),
  package: () => require('not-installed'),
  text: () => { throw 'a string'; },
};
cases[process.argv[2]]();
