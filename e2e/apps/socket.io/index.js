'use strict';
const http = require('http');
const { Server } = require('socket.io');
const { io } = require('socket.io-client');

const server = http.createServer();
const hub = new Server(server, { cors: { origin: '*' } });
hub.use((socket, next) => (socket.handshake.auth.token === 'right' ? next() : next(new Error('wrong token'))));
hub.on('connection', (socket) => {
  socket.on('join', (room, done) => {
    socket.join(room);
    done([...socket.rooms].length);
  });
  socket.on('say', (room, text) => hub.to(room).emit('said', text));
  socket.on('binary', (data, done) => done(Buffer.concat([data, Buffer.from('!')])));
});
hub.of('/admin').on('connection', (socket) => socket.emit('welcome', socket.nsp.name));

const event = (socket, name) => new Promise((resolve) => socket.once(name, resolve));
server.listen(0, '127.0.0.1', async () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']]) {
    const one = io(address, { transports, auth: { token: 'right' }, forceNew: true });
    const two = io(address, { transports, auth: { token: 'right' }, forceNew: true });
    await Promise.all([event(one, 'connect'), event(two, 'connect')]);
    if (transports.length === 2 && one.io.engine.transport.name === 'polling') {
      await new Promise((resolve) => one.io.engine.once('upgrade', resolve));
    }
    console.log(transports.join(), one.io.engine.transport.name);
    console.log('rooms', await one.emitWithAck('join', 'blue'), await two.emitWithAck('join', 'blue'));
    const both = Promise.all([event(one, 'said'), event(two, 'said')]);
    one.emit('say', 'blue', { deep: ['é', 1, null] });
    console.log(JSON.stringify(await both));
    console.log('binary', String(await two.timeout(5000).emitWithAck('binary', Buffer.from([104, 105]))));
    const admin = one.io.socket('/admin');
    console.log('namespace', await event(admin.connect(), 'welcome'));
    one.io._close();
    two.close();
  }
  const wrong = io(address, { auth: { token: 'bad' }, forceNew: true });
  console.log('refused:', (await event(wrong, 'connect_error')).message);
  wrong.close();
  await hub.close();
  console.log('closed');
});
