'use strict';
class Account {
  constructor(balance) {
    this.balance = balance;
  }

  withdraw(amount) {
    const left = this.balance - amount;
    if (left < 0) throw new RangeError(`${-left} too much`);
    this.balance = left;
    return left;
  }

  static async later(balance, amount) {
    await null;
    return new Account(balance).withdraw(amount);
  }
}

exports.Account = Account;
exports.each = (list, visit) => list.map((item) => visit(item));
