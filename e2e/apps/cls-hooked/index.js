'use strict';
const fs = require('fs');
const http = require('http');
const { createNamespace, getNamespace } = require('cls-hooked');

const session = createNamespace('session');
const later = () => getNamespace('session').get('user');

// one after the other: what takes how long is no matter of this
session.run(() => {
  session.set('user', 'ada');
  process.nextTick(() => console.log('tick', later()));
  Promise.resolve().then(() => console.log('promise', later()));
  setTimeout(() => {
    console.log('timer', later());
    fs.readFile(__filename, () => {
      console.log('file', later());
      server.listen(0, '127.0.0.1', requests);
    });
  }, 5);
});
console.log('outside', later());

const server = http.createServer((request, response) => {
  session.run(() => {
    session.set('user', request.url);
    session.bindEmitter(request);
    request.on('end', () => setImmediate(() => response.end(later())));
    request.resume();
  });
});
async function requests() {
  const base = `http://127.0.0.1:${server.address().port}`;
  const texts = await Promise.all(['/one', '/two', '/three'].map(async (path) => (await fetch(base + path)).text()));
  console.log(texts.join());
  server.close();
}
