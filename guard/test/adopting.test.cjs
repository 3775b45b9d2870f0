'use strict';
// Handles take over a file descriptor where Node makes a socket of it, and for nobody else.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const free = ['console', 'process', 'Buffer'];

test('socketsAndServersOfDescriptorsWork', () => {
  const source = `
    const dgram = require('dgram'), net = require('net');
    const server = net.createServer((socket) => socket.end('served')).listen(0, '127.0.0.1', () => {
      const second = net.createServer().listen({ fd: server._handle.fd }, () => console.log('listens', second.listening)).on('error', (error) => console.log(error.code));
      const client = net.connect(server.address().port, '127.0.0.1').on('data', (data) => console.log(String(data))).on('close', () => {
        const udp = dgram.createSocket('udp4').bind({ fd: other._handle?.fd ?? other[Object.getOwnPropertySymbols(other)[0]].handle.fd }).on('error', (error) => console.log(error.code)).on('listening', () => console.log('bound'));
        setTimeout(() => process.exit(), 100);
      });
    });
    const other = dgram.createSocket('udp4').bind(0, '127.0.0.1');
    const output = new net.Socket({ fd: 1, readable: false });
    output.write('to a socket of descriptor 1\\n');`;
  const contained = project({ '': { dependencies: ['a'], files: { 'main.js': { free, source: 'require("a")' } } }, 'node_modules/a': { builtins: ['dgram', 'net'], globals: ['process.exit'], files: { 'index.js': { free, source } } } }).run('main.js');
  assert.match(contained.out, /to a socket of descriptor 1/);
  assert.match(contained.out, /served/);
  assert.doesNotMatch(contained.out + contained.err, /ERR_AMBIT_DENIED.*handle/);
});

test('aSocketThatWasHandedOnTakesOverNothing', () => {
  const source = `exports.tries = (socket) => {
    const handle = socket._handle;
    const open = handle.open;
    function Socket() { return handle.open(0) }
    const ways = [Socket, () => handle.open(0), () => Reflect.apply(open, handle, [0]), () => [0].forEach(open, handle), () => [0].map(open.bind(handle)), () => Object.getPrototypeOf(handle).open.call(handle, 0)];
    return ways.map((way) => { try { return way() } catch (error) { return error.code } });
  };
  //# sourceURL=node:net\n`;
  const app = `const net = require('net');
    const server = net.createServer((socket) => socket.destroy()).listen(0, '127.0.0.1', () => {
      const socket = net.connect(server.address().port, '127.0.0.1', () => { console.log(JSON.stringify(require('a').tries(socket))); process.exit() });
    });`;
  const { out, err } = project({ '': { dependencies: ['a'], files: { 'main.js': { free, source: app } } }, 'node_modules/a': { builtins: [], files: { 'index.js': { free: [], source } } } }).run('main.js');
  assert.deepEqual(JSON.parse(out || err), Array(6).fill('ERR_AMBIT_DENIED'));
});
