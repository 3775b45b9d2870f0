import assert from 'node:assert';

describe('an ES module', () => {
  it('works', () => assert.ok(true));
});
