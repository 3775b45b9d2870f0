'use strict';
// Regular expressions give what plain Node gives: the same program runs in both.
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { probe, runPackage } = require('./fixture.cjs');

const source = `
const out = module.exports = [];
const say = (f) => { try { const v = f(); out.push(JSON.stringify(v, (_, x) => x === undefined ? 'undefined' : x)); } catch (e) { out.push(e.name); } };
const texts = ['', 'a', 'abcabc', 'aXbXc', 'foo bar  baz', '\\ud83d\\ude00x\\ud83d\\ude00', '2026-11-21', '\\n\\r\\n', 'aaa', 'tést $1', 'x'.repeat(40)];
const sources = ['', 'a', 'X', '(b)?', '\\\\s+', '(?:)', '.', '(.)(.)', '(?<year>\\\\d+)-(?<m>\\\\d+)', '$', '^', '(?=b)', '(?<=a)', '\\\\b', 'a*?', '(a)|(b)|(c)', '[^x]', '(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)(x)'];
const templates = ['', '-', '$$', '$&', '$\`', "$'", '$1', '$2$1', '$01', '$10', '$11', '$0', '$00', '$', 'a$', '$<year>', '$<m', '$<none>', '$100', '$\u0661', '$$1'];
for (const source of sources) for (const flags of ['', 'g', 'y', 'gy', 'u', 'gu', 'gi', 'gv', 'd', 's', 'm', 'gm']) {
  for (const text of texts) {
    const fresh = () => new RegExp(source, flags);
    for (const template of templates) say(() => text.replace(fresh(), template));
    if (flags.includes('g')) say(() => text.replaceAll(fresh(), '[$&]'));
    say(() => text.replace(fresh(), (...args) => JSON.stringify(args)));
    say(() => text.match(fresh()));
    say(() => text.split(fresh()));
    for (const limit of [0, 1, 2, 3, -1, 2.7, '2', 4294967297]) say(() => text.split(fresh(), limit));
    say(() => { const r = fresh(); r.lastIndex = 2; const all = [text.replace(r, '-'), r.lastIndex, text.match(r), r.lastIndex, text.split(r), r.lastIndex]; return all; });
    say(() => { text.replace(fresh(), '-'); return [RegExp.lastMatch, RegExp.$1]; });
    say(() => [...text.matchAll(new RegExp(source, flags.includes('g') ? flags : flags + 'g'))]);
    say(() => fresh().flags);
  }
}
class Odd extends RegExp {
  exec(text) { const result = super.exec(text); if (result) result[0] = result[0].toUpperCase(); return result; }
}
class Species extends RegExp { static get [Symbol.species]() { return Odd; } }
for (const Kind of [Odd, Species]) for (const text of texts) {
  say(() => text.replace(new Kind('a', 'g'), '[$&]'));
  say(() => text.match(new Kind('a', 'g')));
  say(() => text.split(new Kind('a')));
}
say(() => 'abc'.replace(Object.defineProperty(/b/, 'exec', { value: () => null }), 'x'));
say(() => 'abc'.replace(Object.defineProperty(/b/, 'exec', { value: () => 1 }), 'x'));
say(() => 'abc'.replace(Object.defineProperty(/b/, 'exec', { value: 1 }), 'x'));
say(() => RegExp.prototype[Symbol.replace].call({ flags: 'g', n: 0, exec() { return this.n++ < 2 ? { 0: 'b', 1: undefined, 2: 5, length: 3, index: this.n - 5, groups: { k: 7 } } : null; } }, 'abcde', '<$1$2$<k>>'));
say(() => RegExp.prototype[Symbol.replace].call({ flags: '', exec: () => ({ 0: 'b', length: 1, index: 1, groups: null }) }, 'abc', 'x'));
say(() => RegExp.prototype[Symbol.split].call({ constructor: undefined, flags: 'i', toString: () => 'b' }, 'aBc'));
say(() => RegExp.prototype[Symbol.split].call(Object.defineProperty(/b/, 'constructor', { value: { [Symbol.species]: () => 1 } }), 'abc'));
say(() => RegExp.prototype[Symbol.match].call(1, 'abc'));
say(() => RegExp.prototype[Symbol.replace].call(undefined, 'abc'));
say(() => 'abc'.replace(/b/, Symbol('x')));
say(() => 'abc'.replace(Object.freeze(/b/g), 'x'));
say(() => 'abc'.replace(Object.freeze(/b/), 'x'));
say(() => Object.getOwnPropertyDescriptor(RegExp.prototype, 'flags').get.call({ global: 1, sticky: 'y', dotAll: 0 }));
say(() => RegExp.prototype.flags);
say(() => [RegExp.prototype[Symbol.replace].name, RegExp.prototype[Symbol.replace].length, RegExp.prototype[Symbol.split].name, RegExp.prototype[Symbol.split].length, RegExp.prototype[Symbol.match].length, 'prototype' in RegExp.prototype[Symbol.match]]);
say(() => Object.getOwnPropertyDescriptor(RegExp.prototype, 'flags').get.name);
`;
const main = 'const { createHash } = require("crypto"); const out = require("evil"); console.log(out.length + "\\n" + out.slice(-40).join("\\n") + createHash("sha256").update(out.join("\\n")).digest("hex"))';

test('textIsReplacedMatchedAndSplitAsInPlainNode', () => {
  const contained = runPackage(source, { main, globals: ['RegExp.lastMatch'] });
  const plain = spawnSync(process.execPath, { cwd: contained.root, encoding: 'utf8', input: main.replace('"evil"', '"./node_modules/evil"') });
  assert.equal(contained.out, plain.stdout);
  assert.ok(Number.parseInt(plain.stdout, 10) > 50000, plain.stdout + plain.stderr);
});

test('regularExpressionsCannotBeChangedForOthers', () => {
  const { err: _, ...out } = probe({
    replace: '(() => { "use strict"; RegExp.prototype[Symbol.replace] = 1; return "changed" })()',
    exec: '(() => { "use strict"; RegExp.prototype.exec = 1; return "changed" })()',
    property: '(() => { "use strict"; RegExp.prototype[Symbol.split].x = 1; return "changed" })()',
    flags: '(() => { "use strict"; Object.getOwnPropertyDescriptor(RegExp.prototype, "flags").get.x = 1; return "changed" })()',
    caller: '(() => { let walked; "a".replace(/a/, function f() { walked = f.caller; return "" }); return walked })()',
  });
  for (const name of ['replace', 'exec', 'property', 'flags']) assert.equal(out[name], 'threw TypeError', name);
  assert.equal(out.caller, null);
});
