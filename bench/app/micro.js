'use strict';
// Hot builtins, each for a fixed number of turns: prints `name nanoseconds` a turn, the best of seven.
const { EventEmitter } = require('node:events');
const { Readable } = require('node:stream');

class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }

  plus(other) {
    return new Point(this.x + other.x, this.y + other.y);
  }
}
class Marked extends Point {
  toString() {
    return `${this.x}:${this.y}`;
  }
}

const numbers = Array.from({ length: 100 }, (_, i) => (i * 37) % 101);
const words = 'the quick brown fox jumps over the lazy dog '.repeat(3);
const text = 'x'.repeat(300);
const bytes = Buffer.from(text);
const emitter = new EventEmitter().on('e', () => {});
const nothing = () => {};

const cases = {
  'array map filter reduce': [5e4, () => numbers.map((n) => n + 1).filter((n) => n & 1).reduce((a, b) => a + b, 0)],
  'array sort': [1e4, () => [...numbers].sort((a, b) => a - b)],
  'array spread and destructuring': [2e5, () => { const [a, ...b] = [...numbers]; return a + b.length; }],
  'string split join': [5e4, () => words.split(' ').join('-')],
  'string methods': [2e5, () => words.slice(3, 90).trim().toUpperCase().indexOf('LAZY') + (words.startsWith('the') ? 1 : 0)],
  'regex test': [3e5, () => /qu[a-z]+k\s/.test(words)],
  'regex replace': [3e4, () => words.replace(/o(\w)/g, '0$1')],
  'map and set': [2e4, () => { const m = new Map(); for (let i = 0; i < 30; i++) m.set(i, i); return m.get(7) + new Set(numbers).size; }],
  'JSON': [3e4, () => JSON.parse(JSON.stringify({ a: numbers, b: words }))],
  'class instances': [5e5, () => `${new Marked(1, 2)}` + new Point(1, 2).plus(new Point(3, 4)).x],
  'closures, bind and call': [5e5, (i) => nothing.bind(null, i).call(undefined)],
  'Object.keys and assign': [2e5, (i) => Object.keys(Object.assign({ i }, { a: 1, b: 2 })).length],
  'errors': [2e4, () => new Error('x').message],
  'Date': [2e5, (i) => new Date(i).getTime()],
  'typed arrays': [2e4, () => new Uint8Array(200).fill(1).map((n) => n + 1).length],
  'Buffer of 20 bytes': [2e5, () => Buffer.from('a'.repeat(20)).length],
  'Buffer of 300 bytes': [1e5, () => Buffer.from(text).length],
  'Buffer alloc and concat': [5e4, () => Buffer.concat([bytes, bytes]).length + Buffer.alloc(100).length],
  'Buffer to string': [2e5, () => bytes.toString('latin1').length + bytes.readUInt32LE(4)],
  'emitter emit': [1e6, (i) => emitter.emit('e', i)],
  'new emitter': [2e5, () => new EventEmitter().on('a', nothing).listenerCount('a')],
  'new stream': [2e4, () => new Readable({ read: nothing }).readableFlowing],
  'timers': [1e5, () => clearTimeout(setTimeout(nothing, 1000))],
};
const waiting = {
  'promise then': [3e4, (i) => Promise.resolve(i).then((n) => n + 1)],
  'await': [1e5, async (i) => (await i) + (await i)],
  'promise all': [5e3, (i) => Promise.all([i, Promise.resolve(i), 3])],
};

async function main() {
  for (const [name, [turns, work]] of [...Object.entries(cases), ...Object.entries(waiting)]) {
    let best = Infinity;
    let sum = 0;
    for (let round = 0; round < 7; round++) {
      const start = process.hrtime.bigint();
      if (name in waiting) for (let i = 0; i < turns; i++) sum += Number(await work(i));
      else for (let i = 0; i < turns; i++) sum += Number(work(i)) || 0;
      best = Math.min(best, Number(process.hrtime.bigint() - start) / turns);
    }
    console.log(`${name}\t${best.toFixed(1)}\t${sum > 0}`);
  }
}
main();
