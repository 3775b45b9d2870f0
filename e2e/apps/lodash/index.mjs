import lodash from 'lodash';
import fp from 'lodash/fp.js';
import { chunk, debounce, template, throttle } from 'lodash-es';

console.log(lodash.groupBy(['one', 'two', 'three'], 'length'), lodash.cloneDeep({ a: [new Date(0), /x/g, new Map([[1, 2]])] }));
console.log(lodash.merge({ a: { b: 1 } }, { a: { c: 2 } }), lodash.isBuffer(Buffer.alloc(1)), lodash.uniqueId('id-'));
console.log(lodash.template('hello <%= name %><% if (loud) { %>!<% } %>')({ name: 'ann', loud: true }));
console.log(fp.flow(fp.map((x) => x * 2), fp.filter((x) => x > 2))([1, 2, 3]), chunk([1, 2, 3], 2));
console.log(template('${ x }')({ x: 1 }), lodash.runInContext().VERSION === lodash.VERSION);
await new Promise((resolve) => {
  debounce(() => console.log('debounced'), 5)();
  throttle(() => console.log('throttled'), 5)();
  lodash.delay(resolve, 30);
});
