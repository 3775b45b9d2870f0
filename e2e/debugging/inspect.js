'use strict';
const util = require('util');
const { values } = require('dependency/values');

const ways = [{}, { depth: null }, { colors: true }, { compact: false, breakLength: 40 }, { showProxy: true }, { sorted: true, getters: true }, { numericSeparator: true, maxArrayLength: 2 }];
for (const [kind, list] of Object.entries(values())) {
  list.forEach((value, i) => ways.forEach((way, w) => {
    console.log(`${kind} ${i} ${w}: ${util.inspect(value, way)}`);
    if (w === 0) console.log(util.format(value, 'text %s', value), `${typeof value}`);
  }));
}
console.log(values().objects, values().maps);
console.log('%s %s %d %i %f %j %o %O %%', 'text', 1n, '7', 7.5, '1.5', { a: 1 }, [1], { b: new Map() });
console.table([{ a: 1, b: 'x' }, { a: 2 }]);
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.group('group');
console.log('inside');
console.groupEnd();
console.log(util.types.isProxy(new Proxy({}, {})), util.isDeepStrictEqual(values().objects[1].a, 1));
