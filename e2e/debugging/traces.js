'use strict';
const { Account, each } = require('dependency');

const show = (run) => {
  try {
    run();
  } catch (error) {
    console.log(error.stack);
  }
};
show(() => new Account(1).withdraw(2));
show(() => each([1], (n) => new Account(n).withdraw(3)));
show(() => require('./not-there.js'));
show(() => null.field);
show(function named() { require('vm').runInThisContext('throw new Error("in a script")', { filename: 'script.js' }); });
Account.later(1, 2).catch((error) => console.log(error.stack)).then(() => import('dependency/module')).then(({ default: parse, fail }) => {
  show(() => parse('{'));
  show(fail);
  const outer = new Error('outer', { cause: new Error('inner') });
  console.log(outer);
});
