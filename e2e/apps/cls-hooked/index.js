'use strict';
const fs = require('fs');
const http = require('http');
const { createNamespace, getNamespace } = require('cls-hooked');

const session = createNamespace('session');
const later = () => getNamespace('session').get('user');

session.run(() => {
  session.set('user', 'ada');
  setTimeout(() => console.log('timer', later()), 5);
  Promise.resolve().then(() => console.log('promise', later()));
  process.nextTick(() => console.log('tick', later()));
  fs.readFile(__filename, () => console.log('file', later()));
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
server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const texts = await Promise.all(['/one', '/two', '/three'].map(async (path) => (await fetch(base + path)).text()));
  console.log(texts.join());
  server.close();
});
