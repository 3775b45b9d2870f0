'use strict';
const { Account } = require('dependency');

const account = new Account(10);
account.withdraw(3);
console.log(account.balance);
