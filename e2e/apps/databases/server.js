'use strict';
// Speaks as much of Redis's protocol as the clients here ask for.
const net = require('node:net');

function answer([command, key, value], data) {
  switch (command.toUpperCase()) {
    case 'SET': data.set(key, value); return '+OK\r\n';
    case 'GET': return data.has(key) ? `$${data.get(key).length}\r\n${data.get(key)}\r\n` : '$-1\r\n';
    case 'INCR': data.set(key, `${Number(data.get(key) ?? 0) + 1}`); return `:${data.get(key)}\r\n`;
    case 'INFO': return '$19\r\nredis_version:7.0.0\r\n';
    default: return '+OK\r\n';
  }
}

exports.serve = (listening) => {
  const data = new Map();
  const server = net.createServer((socket) => {
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk;
      for (let found; (found = /^\*(\d+)\r\n/.exec(text)) !== null;) {
        const words = text.slice(found[0].length).split('\r\n', Number(found[1]) * 2 + 1);
        if (words.length <= Number(found[1]) * 2) return;
        text = text.slice(found[0].length + words.slice(0, -1).join('\r\n').length + 2);
        socket.write(answer(words.filter((_, i) => i % 2 === 1), data));
      }
    });
  });
  server.listen(0, '127.0.0.1', () => listening(server.address().port));
};
