'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const REPLACED = ['Date', 'fetch', 'setTimeout'];

/** @param {string} main @param {string} other a file that uses the names @param {'cjs' | 'mjs'} [kind] */
function run(main, other, kind = 'cjs') {
  const names = { free: ['console', 'globalThis', 'require', ...REPLACED] };
  const dep = "exports.see = () => typeof Date.now() + ' ' + setTimeout.name + ' ' + typeof fetch; exports.poison = () => { globalThis.setTimeout = () => 'poisoned' }";
  return project({
    '': { dependencies: ['dep'], files: { [`main.${kind}`]: { source: main, ...names }, [`other.${kind}`]: { source: other, ...names } } },
    'node_modules/dep': { files: { 'index.js': { source: dep, free: ['globalThis'] } } },
  }, { replaced: REPLACED }).run(`main.${kind}`);
}

const REPLACE = `
  globalThis.fetch = (url) => 'fake ' + url;
  globalThis.Date = class extends Date { static now() { return 5; } };
  Object.defineProperty(globalThis, 'setTimeout', { value: () => 'fake timer', configurable: true, writable: true });
`;
const BACK = `
  delete globalThis.fetch; delete globalThis.Date; delete globalThis.setTimeout;
  console.log(Date.now() > 5, setTimeout.name, typeof fetch);
`;

test('whatTheApplicationReplacesOnItsGlobalObjectItsCommonJsFilesSee', () => {
  const { code, out, err } = run(`const { see } = require('./other.cjs'); ${REPLACE} console.log(see()); ${BACK}`,
    "exports.see = () => [fetch('u'), Date.now(), new Date(7).getTime(), setTimeout()].join()");
  assert.deepEqual({ code, out, err }, { code: 0, out: 'fake u,5,7,fake timer\ntrue setTimeout function\n', err: '' });
});

test('itsEsModulesSeeItToo', () => {
  const { code, out, err } = run(`import { see } from './other.mjs'; ${REPLACE} console.log(see()); ${BACK}`,
    "export const see = () => [fetch('u'), Date.now(), new Date(7).getTime(), setTimeout()].join()", 'mjs');
  assert.deepEqual({ code, out, err }, { code: 0, out: 'fake u,5,7,fake timer\ntrue setTimeout function\n', err: '' });
});

test('aFileThatIsLoadedLaterSeesItFromItsBegin', () => {
  const { out } = run(`${REPLACE} console.log(require('./other.cjs').at)`, 'exports.at = Date.now()');
  assert.equal(out, '5\n');
});

test('noPackageSeesItAndNoneReplacesWhatTheApplicationHas', () => {
  const { code, out } = run(`const dep = require('dep'); ${REPLACE} console.log(dep.see()); dep.poison(); console.log(setTimeout(), require('./other.cjs').see());`,
    'exports.see = () => setTimeout()');
  assert.deepEqual({ code, out }, { code: 0, out: 'number setTimeout undefined\nfake timer fake timer\n' });
});
