'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const free = ['console', 'eval', 'Function', 'process', 'require', 'globalThis'];
const DECLARES = `vm.runInThisContext("const token = 'tok', other$ = 'tok'; let \\\\u0074oken2 = 'tok'; class Known {}")`;

/** What a package that may make code sees of a scope of scripts. @param {Record<string, string>} expressions @param {{ vm?: string, scripts?: boolean }} [how] */
function seen(expressions, { vm = 'require("vm")', scripts = true } = {}) {
  const lines = Object.entries(expressions).map(([name, expression]) => `try { out.${name} = ${expression} } catch (e) { out.${name} = e.name }`);
  const built = project({
    '': { dependencies: ['greet'], files: { 'main.js': { free, source: `
      const later = require('greet'); const vm = ${vm}; ${DECLARES}; console.log(JSON.stringify(later()))` } } },
    'node_modules/greet': {
      globals: ['eval', 'Function'],
      files: { 'index.js': { free: ['eval', 'Function'], source: `
        const early = Function('return typeof token'); const direct = (text) => eval(text); const real = eval; const x = 5;
        const earlyEval = (0, eval)('() => typeof token');
        module.exports = () => { const out = {}; ${lines.join(';')}; return out }` } },
    },
  }, { scripts });
  return built.run('main.js');
}

test('whatPackagesMakeOfTextSeesNoNameOfTheScriptsOfTheApplication', () => {
  const read = JSON.stringify('return typeof token');
  const { out, err } = seen({
    early: 'early()', earlyEval: 'earlyEval()', function: `Function(${read})()`, constructed: `(() => {}).constructor(${read})()`,
    generator: `(function* () {}).constructor(${read})().next().value`, direct: 'direct("typeof token")', indirect: '(0, eval)("typeof token")',
    held: 'real("typeof token")', nested: 'real("eval(\'typeof token\')")', deep: 'real("(0, eval)(\'typeof \' + \'token\')")', made: 'Function("return Function(\'return typeof token\')()")()',
    escaped: 'real("typeof t\\\\u006fken")', braces: 'real("typeof t\\\\u{06f}ken")', second: 'real("typeof token2")', dollar: 'real("typeof other$")', class: 'real("typeof Known")',
    parameter: 'Function("a = typeof token", "return a")()', inside: 'Function("return eval(\'typeof token\')")()', template: 'real("`${typeof token}`")',
    arguments: 'real("typeof arguments")', text: 'real("typeof eval(\'token\')")',
  });
  for (const [name, value] of Object.entries(JSON.parse(out || '{}'))) assert.equal(value, 'undefined', `${name} ${err}`);
  assert.notEqual(out, '');
});

test('codeMadeOfTextStillWorksBesideScripts', () => {
  const { out } = seen({
    sum: 'Function("a", "b", "return a + b")(1, 2)', completion: 'real("1; 2")', strict: 'real("\'use strict\'; (function () { return this === undefined })()")',
    object: 'real("({ a: [1] })").a[0]', own: 'Function("static$", "var package = 1, of = 2; return package + of + static$")(3)', words: 'real("if (true) { 7 }")',
    throws: 'real("}{")', language: 'Function("return JSON.stringify([Math.max(1, 2), typeof Map, typeof URL])")()',
  });
  assert.deepEqual(JSON.parse(out), {
    sum: 3, completion: 2, strict: true, object: 1, own: 6, words: 7, throws: 'SyntaxError', language: '[2,"function","function"]',
  });
});

test('withoutScriptsInTheManifestTextIsMadeInTheGlobalScope', () => {
  const { out } = seen({ direct: '((y) => eval("x + y"))(1)', tools: 'typeof real' }, { scripts: false, vm: '{ runInThisContext() {} }' });
  assert.deepEqual(JSON.parse(out), { direct: 6, tools: 'function' });
});

test('scriptsThatTheAnalysisDidNotFindDeclareNothing', () => {
  for (const vm of ['require(["v", "m"].join(""))', 'process.getBuiltinModule("vm")']) {
    const { code, err } = seen({}, { scripts: false, vm });
    assert.match(err, /`vm.runInThisContext` is refused: the script declares/);
    assert.equal(code, 1);
  }
});

test('otherScriptsRunAsEver', () => {
  const { run } = project({ '': { files: { 'main.js': { free, source: `
    const vm = require(['v', 'm'].join(''));
    vm.runInThisContext('var here = 1; function there() { let inner = here; return inner + 1 }');
    const script = new vm.Script('"use strict"; there() // static yield', { filename: 'some.js' });
    console.log(script.runInThisContext(), vm.runInThisContext('here', 'named.js'), script instanceof vm.Script, globalThis.here);
    for (const text of ['let a1', 'const static = 1', 'class B {}', 'var ok; { let b2 }; const c3 = 1'])
      try { new vm.Script(text).runInThisContext(); console.log('ran') } catch (error) { console.log(error.code) }
    console.log(vm.runInNewContext('let a = 1; a'))` } } } });
  assert.equal(run('main.js').out, `2 1 true 1\n${'ERR_AMBIT_DENIED\n'.repeat(4)}1\n`);
});
