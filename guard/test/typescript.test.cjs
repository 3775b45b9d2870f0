'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const UNGUARDED = { NODE_OPTIONS: undefined, AMBIT_MANIFEST: undefined, AMBIT_MANIFEST_INTEGRITY: undefined, AMBIT_EVENTS: undefined };

/** Without the frames of a stack that lie in Node and in the guard. @param {string} text */
function own(text) {
  return text.split('\n').filter((line) => !/^\s+at /.test(line) || line.includes('main.')).join('\n');
}

/**
 * Runs a program plain and contained.
 * @param {Record<string, any>} files @param {string | string[]} entry @param {Record<string, any>} [tree] @param {object} [manifest]
 */
function both(files, entry, tree = {}, manifest = {}) {
  const made = project({ '': { files, manifest, dependencies: Object.keys(tree).map((at) => at.slice(13)) }, ...tree });
  return { plain: made.run(entry, UNGUARDED), contained: made.run(entry), made };
}

/** @param {ReturnType<typeof both>} runs @param {string} out */
function same({ plain, contained }, out) {
  assert.equal(plain.out, out, plain.err);
  assert.deepEqual({ code: contained.code, out: contained.out, err: contained.err }, { code: plain.code, out: plain.out, err: '' });
}

const LIB = "export type Num = number;\nexport const add = (a: Num, b: Num): Num => a + b;\n";

test('anEsModuleInTypeScriptRunsWithWhatItImports', () => {
  same(both({
    'main.ts': { source: "import { add, type Num } from './lib.ts';\nimport type { X } from './types.ts';\nimport data from './data.json' with { type: 'json' };\nconst x: Num = add(1, data.n);\nconst { y } = await import('./late.mts');\nconsole.log(x, y satisfies string, import.meta.filename.endsWith('main.ts'));", kind: 'esm', free: ['console'] },
    'lib.ts': { source: LIB, kind: 'esm' }, 'late.mts': { source: "export const y: string = typeof process.pid;", kind: 'esm', free: ['process'] },
    'data.json': '{"n":2}', 'types.ts': { source: 'export interface X { a: 1 }', kind: 'esm' },
  }, 'main.ts', {}, { type: 'module' }), '3 number true\n');
});

test('commonJsInTypeScriptRunsWithWhatItRequires', () => {
  same(both({
    'main.cts': { source: "#!/usr/bin/env node\nconst { f } = require('./lib.ts') as { f(): string };\ninterface A { b: 1 }\nconsole.log(f(), __filename.endsWith('main.cts'), require.main === module);", free: ['console'] },
    'lib.ts': { source: "function f(this: void): string { return 'f'; }\nmodule.exports = { f };" },
  }, 'main.cts'), 'f true true\n');
});

test('namesOfCommonJsInTypeScriptCanBeImported', () => {
  same(both({
    'main.mts': { source: "import { one } from './lib.cts';\nimport whole from './lib.cts';\nconsole.log(one, whole.two as number);", kind: 'esm', free: ['console'] },
    'lib.cts': { source: 'const n: number = 1;\nexports.one = n as number;\nexports.two = <T,>(a: T): T => a;\nexports.two = 2;' },
  }, 'main.mts'), '1 2\n');
});

test('anEsModuleInTypeScriptCanBeRequired', () => {
  same(both({
    'main.cjs': { source: "console.log(require('./lib.mts').add(1, 2), require('./lib.ts').add(2, 2))", free: ['console'] },
    'lib.mts': { source: LIB, kind: 'esm' }, 'lib.ts': { source: LIB, kind: 'esm' },
  }, 'main.cjs'), '3 4\n');
});

test('whatNobodyAnalysedRunsToo', () => {
  const write = "import { writeFileSync } from 'node:fs';\nwriteFileSync(new URL('./made.mts', import.meta.url), 'export const a: string = typeof process.pid');\nwriteFileSync(new URL('./made.ts', import.meta.url), 'export const a: string = typeof process.pid as string');\nwriteFileSync(new URL('./made.cts', import.meta.url), 'const a: string = typeof process.pid; exports.a = a');\nfor (const name of ['mts', 'ts', 'cts']) console.log((await import(`./made.${name}`)).a as string);";
  const { plain, contained } = both({ 'main.mts': { source: write, kind: 'esm', free: ['console'] } }, ['--no-warnings', 'main.mts']);
  assert.equal(plain.out, 'number\nnumber\nnumber\n', plain.err);
  assert.deepEqual(contained, { code: 0, out: plain.out, err: '' });
});

test('stacksNameTheSamePlaces', () => {
  for (const [name, kind] of [['main.mts', 'esm'], ['main.cts', 'cjs']]) {
    const { plain, contained } = both({ [name]: { source: "type A = { b: string };\nfunction f(a: A | undefined): never { throw new Error('é ' + a!.b); }\ntry { f({ b: 'x' }); } catch (e: any) { console.log(e.stack); }\nPromise.resolve().then((): void => f({ b: 'late' }));", kind, free: ['console'] } }, name);
    assert.match(plain.out, /main\.[cm]ts:2:45/);
    assert.deepEqual({ code: contained.code, out: own(contained.out) }, { code: plain.code, out: own(plain.out) });
    assert.equal(own(contained.err), own(plain.err));
  }
});

test('whatIsMoreThanTypesNodeItselfRefuses', () => {
  for (const [name, kind] of [['main.mts', 'esm'], ['main.cts', 'cjs']]) {
    for (const source of ['let x: number;\nenum A { B }', 'namespace A { let x = 1 }', 'let x: = 3']) {
      for (const analysed of [kind, 'error']) {
        const { plain, contained } = both({ [name]: { source, kind: analysed } }, name);
        assert.match(plain.err, /SyntaxError \[ERR_(UNSUPPORTED|INVALID)_TYPESCRIPT_SYNTAX\]/);
        assert.deepEqual({ code: contained.code, out: contained.out }, { code: plain.code, out: '' });
        const told = plain.err.slice(plain.err.indexOf('main.')).split('\n    at ')[0];
        assert.ok(contained.err.includes(told), `${contained.err}\n\nplain ${plain.err}`);
      }
    }
  }
});

test('belowNodeModulesNodeStripsNothing', () => {
  const dep = { 'node_modules/dep': { files: { 'package.json': '{"name":"dep","version":"1.0.0","main":"index.ts","exports":{".":"./index.ts"}}', 'index.ts': { source: 'export const a: number = 1', kind: 'error' } } } };
  for (const [name, kind, source] of [['main.mts', 'esm', "import 'dep'"], ['main.cts', 'cjs', "require('dep')"]]) {
    const { plain, contained } = both({ [name]: { source, kind } }, name, dep);
    assert.match(plain.err, /ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING/);
    const line = /** @type {any} */ (/Error \[ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING\].*/.exec(plain.err))[0];
    assert.ok(contained.err.includes(line), contained.err);
    assert.deepEqual({ code: contained.code, out: contained.out }, { code: plain.code, out: '' });
  }
});

test('withTheFlagOfNode22And24EnumsRun', () => {
  const source = "enum A { B = 7 }\nconsole.log(A.B);\nfunction f(): never { throw new Error('late'); }\ntry { f(); } catch (e: any) { console.log(e.stack.split('\\n')[1]); }";
  for (const [name, kind] of [['main.mts', 'esm'], ['main.cts', 'cjs']]) {
    const { plain, contained } = both({ [name]: { source, kind, free: ['console'] } }, ['--no-warnings', '--experimental-transform-types', name]);
    assert.deepEqual(contained, plain);
    if (process.allowedNodeEnvironmentFlags.has('--experimental-transform-types')) assert.match(plain.out, /^7\n.*main\.[cm]ts:3:/);
  }
});

test('withoutTypeStrippingNothingIsTypeScript', () => {
  const flag = process.version.startsWith('v22.') ? '--no-experimental-strip-types' : '--no-strip-types';
  const { plain, contained } = both({ 'main.mjs': "import './lib.mts'", 'lib.mts': { source: 'let x: number', kind: 'esm' } }, [flag, 'main.mjs']);
  assert.match(plain.err, /ERR_UNKNOWN_FILE_EXTENSION/);
  assert.match(contained.err, /ERR_UNKNOWN_FILE_EXTENSION/);
  assert.equal(contained.code, plain.code);
});

test('whereItRuns', () => {
  const main = `import { Worker } from 'node:worker_threads';
import { fork } from 'node:child_process';
const { add } = await import('./lib.ts');
new Worker(new URL('./part.ts', import.meta.url)).on('message', (n: number) => {
  console.log('worker', n);
  fork(new URL('./part.ts', import.meta.url)).on('message', (m: unknown) => console.log('child', m as number, add(1, 1)));
});`;
  const part = "import { parentPort } from 'node:worker_threads';\nimport { add, type Num } from './lib.ts';\nconst n: Num = add(2, 3);\nif (parentPort) parentPort.postMessage(n); else process.send!(n);";
  const preload = "globalThis.preloaded = 'yes' as string; console.log('setup');";
  const runs = both({
    'main.ts': { source: main, kind: 'esm', free: ['console'] }, 'part.ts': { source: part, kind: 'esm', free: ['process'] }, 'lib.ts': { source: LIB, kind: 'esm' },
    'setup.ts': { source: preload, kind: 'cjs', free: ['console', 'globalThis'] }, 'pre.cts': { source: "console.log('pre' as string)", kind: 'cjs', free: ['console'] },
  }, ['--no-warnings', '--require', './pre.cts', '--import', './setup.ts', 'main.ts'], {}, { type: 'module' });
  // what a worker prints and what it sends come in any order
  const lines = (/** @type {string} */ out) => out.split('\n').sort();
  assert.deepEqual(lines(runs.contained.out), lines(runs.plain.out), runs.contained.err + runs.plain.err);
  assert.match(runs.plain.out, /worker 5\n(.*\n)*child 5 2\n$/);
  assert.equal(runs.contained.err, runs.plain.err);
});

test('nodesTestRunnerFindsTestsInTypeScript', () => {
  const { plain, contained, made } = both({
    'add.test.ts': { source: "import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { add, type Num } from './lib.ts';\ntest('adds', (): void => { const n: Num = add(1, 2); assert.equal(n, 3); });", kind: 'esm' },
    'lib.ts': { source: LIB, kind: 'esm' },
  }, ['--test', '--test-reporter=tap'], {}, { type: 'module' });
  const told = (/** @type {string} */ out) => out.split('\n').filter((line) => /^(ok|# (pass|fail|tests)|\s+location)/.test(line));
  assert.deepEqual(told(contained.out), told(plain.out), contained.err + contained.out);
  assert.match(plain.out, /# pass 1/);
  assert.equal(made.recorded().length, 0);
});

test('aChangedFileIsRefusedAsAnyOther', () => {
  const again = project({ '': { files: { 'main.mts': { source: "console.log((await import('./lib.ts')).add(1, 2))", kind: 'esm', free: ['console'] }, 'lib.ts': { source: LIB, kind: 'esm' } } } });
  require('node:fs').writeFileSync(`${again.root}/lib.ts`, 'export const add = (a: number): string => `evil`');
  assert.equal(again.run(['--no-warnings', 'main.mts'], UNGUARDED).out, 'evil\n');
  const { code, out, err } = again.run('main.mts');
  assert.deepEqual({ code, out }, { code: 1, out: '' });
  assert.match(err, /ERR_AMBIT_CHANGED_FILE/);
});

test('noTextBreaksOutOfItsWrapper', () => {
  const { plain, contained } = both({ 'main.cts': { source: "let a: number = 1;}}['']; console.log('out'); ({''(b){", free: ['console'] } }, 'main.cts');
  assert.equal(plain.out, '');
  assert.deepEqual({ code: contained.code, out: contained.out }, { code: 1, out: '' });
  assert.match(contained.err, /SyntaxError/);
});
