import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { find, NotFound } from './items.ts';

test('what is there is found', (t: TestContext): void => {
  t.assert.equal(find(1).name, 'one');
});
test('what is not there is said', () => assert.throws(() => find(3), (error: unknown): error is NotFound => (error as NotFound).id === 3));
