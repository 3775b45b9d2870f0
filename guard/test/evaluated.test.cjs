'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const free = ['console', 'eval', 'Function'];
const READS = '(async () => { await 1; return (await import("fs")).readFileSync("main.js", "utf8").length > 0 })()';

/** What `greet`, which may evaluate texts, gets by them from `deputy`, which may read files. @param {string} source @param {Record<string, any>} [deputy] */
function handOver(source, deputy = {}) {
  return project({
    '': { dependencies: ['greet'], files: { 'main.js': { free: ['console'], source: 'require("greet").then((out) => console.log(JSON.stringify(out)))' } } },
    'node_modules/greet': {
      globals: ['eval', 'Function'], dependencies: ['deputy'],
      files: { 'own.js': 'module.exports = 1', 'index.js': { free, source: `const deputy = require('deputy'); const read = ${JSON.stringify(READS)};
        const tried = async (f) => { try { return await f() } catch (e) { return e.code } };
        module.exports = (async () => { ${source} })(); () => eval('')` } },
    },
    'node_modules/deputy': {
      builtins: ['fs'], ...deputy,
      files: { 'index.js': { free, source: 'exports.run = (f, ...args) => f(...args); exports.each = (f, ...texts) => texts.map(f); exports.own = (f) => import("fs");' }, ...deputy.files },
    },
  }).run('main.js');
}

test('aRealEvalThatAnotherPackageCallsDoesNotImportAsThatPackage', () => {
  const { out } = handOver(`const out = [];
    out.push(await tried(() => deputy.run(eval, read)), await tried(() => deputy.each(eval, read)[0]));
    await deputy.own();
    out.push(await tried(() => deputy.run(eval, read)), await tried(() => deputy.run(eval, '(0, eval)(' + JSON.stringify(read) + ')')));
    for (const name of [__filename, require.resolve('deputy'), 'eval_at_run_(' + require.resolve('deputy') + ':1:5)', 'eval at run (' + require.resolve('deputy') + ':1:5)'])
      out.push(await tried(() => deputy.run(eval, read + '\\n//# sourceURL=' + name)));
    out.push(await tried(() => deputy.run(deputy.run.bind(null, eval), read)), await tried(() => deputy.run(eval('eval'), read)));
    out.push(await tried(() => Promise.resolve(read).then(eval)));
    return out`);
  assert.deepEqual(JSON.parse(out), Array(11).fill('ERR_AMBIT_DENIED'));
});

test('whatADeputyEvaluatesItselfCallsNoRealEvalForAnother', () => {
  const { out } = handOver(`return [await tried(() => deputy.templates.direct(eval, read)), await tried(() => deputy.templates.made(eval, read)), await tried(() => deputy.templates.indirect(eval, read))]`, {
    globals: ['eval', 'Function'], files: { 'index.js': { free, source: `exports.templates = {
      direct: eval('(f, text) => f(text)'), made: Function('f', 'text', 'return f(text)'), indirect: require('./indirect') }` }, 'indirect.js': { free, source: 'module.exports = (0, eval)("(f, text) => f(text)")' } },
  });
  assert.deepEqual(JSON.parse(out), Array(3).fill('ERR_AMBIT_DENIED'));
});

test('aPackageImportsInItsOwnTexts', () => {
  const { out, err } = handOver(`const own = "import('./own.js')"; const x = 1;
    return [await eval(own), await eval('(async () => { await x; return ' + own + ' })()'), await Function('return ' + own)(), await require('deputy'), await tried(() => eval(read))].map((m) => m.default ?? m)`, { globals: ['eval'], files: { 'index.js': { free, source: 'module.exports = (0, eval)("import(\'./own.js\')")' }, 'own.js': 'module.exports = 2' } });
  assert.match(err, /may not import `fs`/);
  assert.deepEqual(JSON.parse(out), [1, 1, 1, 2, 'ERR_AMBIT_DENIED']);
});

test('anEsModuleImportsInItsOwnTextsOnly', () => {
  const { out } = project({
    '': { manifest: { type: 'module' }, dependencies: ['greet'], files: { 'main.js': { kind: 'esm', free: ['console'], source: 'import out from "greet"; console.log(JSON.stringify(out))' } } },
    'node_modules/greet': { manifest: { type: 'module' }, globals: ['eval'], dependencies: ['deputy'], files: {
      'own.js': { kind: 'esm', source: 'export default 1' },
      'index.js': { kind: 'esm', free, source: `console; export default [await eval("import('./own.js').then((m) => m.default)"),
        await eval("import('./own.js').then((m) => m.default)"), await run(eval, ${JSON.stringify(READS)}).catch((e) => e.code)]; import { run } from 'deputy'` },
    } },
    'node_modules/deputy': { manifest: { type: 'module' }, builtins: ['fs'], files: { 'index.js': { kind: 'esm', source: 'import "fs"; export const run = (f, text) => f(text)' } } },
  }).run('main.js');
  assert.equal(out, '[1,1,"ERR_AMBIT_DENIED"]\n');
});
