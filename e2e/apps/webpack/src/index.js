import { add } from './add.js';
import data from './data.json';
import text from './hello.txt';
console.log(add(1, 2), data.a, text);
import('./lazy.js').then((lazy) => console.log(lazy.default));
