'use strict';
require('core-js/actual');

console.log([3, 1, 2].toSorted(), Object.groupBy([1, 2, 3], (x) => (x % 2 ? 'odd' : 'even')), structuredClone({ a: 1 }));
console.log(new Set([1, 2]).union(new Set([3])), [1, 2].at(-1), 'a-b'.replaceAll('-', '+'), Array.from({ length: 2 }, (_, i) => i));
Promise.allSettled([Promise.resolve(1), Promise.reject(new Error('no'))]).then((all) => console.log(all.map((one) => one.status)));
console.log(new URL('https://user@example.org/a?b=c#d').searchParams.get('b'), Symbol.for('x').description, Number.parseFloat('1.5'));
