import test from 'ava';


test('adds', (t) => {
  t.is(1 + 1, 2);
});
test('compares deeply', (t) => {
  t.deepEqual({ a: [1, new Map([[1, new Set([2])]])] }, { a: [1, new Map([[1, new Set([2])]])] });
});
test('throws', (t) => {
  const error = t.throws(() => null.f, { instanceOf: TypeError });
  t.regex(error.message, /null/);
});
test('awaits', async (t) => {
  t.plan(1);
  t.is(await Promise.resolve(42), 42);
});
test('tries', async (t) => {
  const attempt = await t.try((inner) => inner.fail());
  attempt.discard();
  t.false(attempt.passed);
});
