'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

/** What a module prints that the application writes and imports while it runs. @param {string} text */
function printedBy(text) {
  const main = `import { writeFileSync } from 'node:fs'; writeFileSync(new URL('./written.mjs', import.meta.url), ${JSON.stringify(text)}); await import('./written.mjs')`;
  const { code, out, err } = project({ '': { files: { 'main.mjs': { kind: 'esm', source: main, free: [] } } } }).run('main.mjs');
  assert.equal(code, 0, err);
  return out;
}

test('aModuleThatIsWrittenAtRunTimeHasTheGlobalsOfTheApplication', () => {
  assert.equal(printedBy('console.log(typeof process.exit, globalThis.process === process)'), 'function true\n');
});

test('namesThatAreNotSurelyFreeAreAnsweredByTheGlobalObject', () => {
  assert.equal(printedBy('const { env } = process\nconst p = [process, fetch]; console.log(typeof env, p[0] === process, typeof p[1])'), 'object true function\n');
  assert.equal(printedBy('let text = `let process`; console.log(typeof process, `console`)'), 'object console\n');
  assert.equal(printedBy('let a = "import process, {fetch}"; console.log(typeof process, typeof fetch)'), 'object function\n');
});

const DECLARING = {
  anImport: 'import process from "node:process"; console.log(typeof process.argv)',
  aPatternWithTextInIt: 'const { a = ";=", process = "mine" } = {}; console.log(process.length)',
  aDeepPattern: 'const [{ x: { y: [process = "mine"] } }] = [{ x: { y: [] } }]; console.log(process.length)',
  aSecondDeclarator: 'let q = "\';", process = "mine"; console.log(process.length)',
  anEscape: 'let proc\\u0065ss = "mine"; console.log(process.length)',
  aLineThatBeginsWithANumber: 'let process\n.5\nprocess = "mine"; console.log(process . length)',
  aBrokenLine: 'class\n// it is\nprocess\n{ static s = 4 }; console.log(process.s)',
  anExportedFunction: 'export function process() {} console.log(process.name.length)',
};
for (const [form, text] of Object.entries(DECLARING)) {
  test(`aNameMayBeDeclaredBy${form[0].toUpperCase()}${form.slice(1)}`, () => {
    assert.match(printedBy(text), /^(?:object|4|7)\n$/);
  });
}

test('aConsoleOfItsOwnIsItsOwn', () => {
  assert.equal(printedBy('const { log, ...console } = globalThis.console; log(typeof console.log)'), 'undefined\n');
});

test('theGetterThatAnswersThemGivesNothingToPackages', () => {
  const written = 'export let seen; const { pid } = process; export const call = (f) => { seen = f() }; export const each = (f) => { [seen] = [1].map(f) };';
  const main = `import { writeFileSync } from 'node:fs'; writeFileSync(new URL('./written.mjs', import.meta.url), ${JSON.stringify(written)});
const written = await import('./written.mjs'); const evil = (await import('evil')).default;
console.log(evil.found, evil.of(globalThis), evil.by(written.call), typeof written.seen, evil.bound(written.call), typeof written.seen, evil.bound(written.each), typeof written.seen);`;
  const evil = `const root = (0, Object.getPrototypeOf)(globalThis); const getter = Object.getOwnPropertyDescriptor(root, 'process')?.get;
export default { found: typeof getter, of: () => typeof root.process, by(call) { const got = []; call(() => { got.push(typeof getter?.call(root)); return 1 }); call(getter); return got.join() }, bound(call) { call(getter.bind(root)); return 1 } }`;
  const { code, out, err } = project({
    '': { dependencies: ['evil'], files: { 'main.mjs': { kind: 'esm', source: main, free: ['console', 'globalThis'] } } },
    'node_modules/evil': { manifest: { type: 'module', exports: './index.js' }, files: { 'index.js': { kind: 'esm', source: evil, free: ['globalThis'] } } },
  }).run('main.mjs');
  assert.equal(code, 0, err);
  assert.equal(out, 'function undefined undefined undefined 1 undefined 1 undefined\n');
});
