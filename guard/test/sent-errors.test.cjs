'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const KINDS = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError'];

for (const kind of KINDS) {
  test(`${kind}_ofAThreadArrivesWithItsClassAndProperties`, () => {
    const { code, out } = project({
      '': {
        files: {
          'main.js': { source: `const { Worker } = require('worker_threads');
            new Worker(__dirname + '/thread.js').on('error', (e) => console.log(
              e instanceof ${kind}, e.name, e.message, e.code, JSON.stringify(e.detail), e.cause.code, Object.keys(e).join()));`, free: ['require', '__dirname'] },
          'thread.js': { source: `class Own extends ${kind} { constructor(m) { super(m, { cause: Object.assign(new Error('c'), { code: 'C' }) }) } }
            throw Object.assign(new Own('bad'), { code: 'E_BAD', detail: { a: 1 } })`, free: [] },
        },
      },
    }).run('main.js');
    assert.deepEqual({ code, out }, { code: 0, out: `true ${kind} bad E_BAD {"a":1} C code,detail\n` });
  });
}

test('derivedClassesOfErrorsNameTheirOwnConstructor', () => {
  const { out } = project({
    '': { files: { 'main.js': { source: `
      'use strict';
      function Old(m) { this.message = m }
      Old.prototype = Object.create(TypeError.prototype);
      Old.prototype.constructor = Old;
      const e = new Old('x');
      console.log(e.constructor === Old, TypeError.prototype.constructor === TypeError, e instanceof TypeError, e instanceof Error, Object.prototype.toString.call(new TypeError()));
      try { TypeError.prototype.constructor = Old } catch (error) { console.log(error.message) }
      try { Object.getPrototypeOf(TypeError.prototype).constructor = Old } catch (error) { console.log(error.message) }`, free: [] } } },
  }).run('main.js');
  assert.match(out, /^true true true true \[object Error\]\nCannot assign to read only property 'constructor'.*\nCannot assign to read only property 'constructor'.*\n$/);
});
