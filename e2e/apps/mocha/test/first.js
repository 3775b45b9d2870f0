'use strict';
const assert = require('assert');

describe('the first', () => {
  before((done) => setTimeout(done, 5));
  it('is synchronous', function () {
    assert(this.fresh);
  });
  it('is asynchronous', async () => assert.strictEqual(await Promise.resolve(1), 1));
  it('fails', () => assert.deepStrictEqual({ a: 1 }, { a: 2 }));
  it.skip('is left out');
});
