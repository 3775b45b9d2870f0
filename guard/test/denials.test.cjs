'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { runPackage } = require('./fixture.cjs');

test('whatNoGrantGivesIsSaidWithoutTheCommandThatWouldNotHelp', () => {
  const { err, recorded } = runPackage('void require("module")._cache; try { require("../../main.js") } catch {} void require("module").Script', { builtins: ['module'] });
  assert.match(err, /may not use `module\._cache`\n.*\n {2}nothing allows it: it changes the loader of all packages/);
  assert.match(err, /may not require `dependency:app`\n.*\n {2}nothing allows it: a relative path never leads into another package/);
  assert.doesNotMatch(err, /allow it: ambit approve/);
  assert.deepEqual(recorded().map(({ fix }) => fix), [undefined, undefined]);
});

test('whatAGrantGivesIsSaidWithItsCommand', () => {
  const { err } = runPackage('try { require("fs") } catch {}');
  assert.match(err, /allow it: ambit approve evil@1\.0\.0 fs\n/);
});
