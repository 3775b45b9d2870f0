'use strict';
const { WebSocket, WebSocketServer, createWebSocketStream } = require('ws');

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true }, () => {
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}/chat`);
  client.on('open', () => {
    client.send('hello');
    client.send(Buffer.from([1, 2, 3]));
    client.send('x'.repeat(5000));
    client.ping();
  });
  client.on('pong', () => console.log('pong'));
  let answers = 0;
  client.on('message', (data, binary) => {
    console.log('client', binary, data.length, data.subarray(0, 10));
    if (++answers === 3) client.close(1000, 'done');
  });
  client.on('close', (code, reason) => {
    console.log('closed', code, `${reason}`);
    server.close();
  });
});
server.on('connection', (socket, request) => {
  console.log('connection', request.url);
  const duplex = createWebSocketStream(socket);
  duplex.pipe(duplex);
});
