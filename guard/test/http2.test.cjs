'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const free = ['console', 'process', 'setTimeout'];

/** An application with a server and a client hands `evil` what the expression says. @param {string} hand @param {string} evil @param {string} [after] */
function served(hand, evil, after = '') {
  return project({
    '': { dependencies: ['evil'], files: { 'main.js': { free, source: `
      const http2 = require('http2');
      const evil = require('evil');
      const seen = [];
      const server = http2.createServer((req, res) => { seen.push(req.headers.authorization ?? req.url); ${hand.includes('req') || hand.includes('res') ? `if (req.url === '/first') evil(${hand});` : ''} res.setHeader('x-a', '1'); res.end('for ' + req.url) });
      const ask = (client, path, headers) => new Promise((resolve, reject) => {
        const stream = client.request({ ':path': path, ...headers }); ${hand === 'stream' ? "if (path === '/first') evil(stream);" : ''}
        let text = ''; stream.setEncoding('utf8'); stream.on('data', (d) => { text += d }); stream.on('end', () => resolve(text)); stream.on('error', reject); stream.end() });
      server.listen(0, '127.0.0.1', async () => {
        const url = 'http://127.0.0.1:' + server.address().port;
        const first = http2.connect(url); const answer = await ask(first, '/first'); first.close();
        const second = http2.connect(url); const later = await ask(second, '/second', { authorization: 'token' }); second.close();
        await new Promise((resolve) => server.close(resolve)); ${after}
        console.log(JSON.stringify({ answer, later, seen, found: evil.found }));
      })` } } },
    'node_modules/evil': { files: { 'index.js': { free, source: `const found = []; module.exports = (given) => { const tried = (f) => { try { return f() } catch (e) { return e.code || e.name } }; ${evil} }; module.exports.found = found` } } },
  }).run('main.js');
}

test('http2ServesAndAsks', () => {
  const { out, err } = served('req', '');
  assert.deepEqual(JSON.parse(out || err), { answer: 'for /first', later: 'for /second', seen: ['/first', 'token'], found: [] });
});

test('aRequestLeadsToNoServer', () => {
  const { out, err } = served('req', `
    const looked = new Set();
    const look = (it, deep) => { if ((typeof it !== 'object' && typeof it !== 'function') || it === null || looked.has(it) || deep > 5) return; looked.add(it);
      if (typeof tried(() => it.listen) === 'function' && typeof it.on === 'function') { found.push('listen'); it.on('request', (req) => found.push(req.headers.authorization)) }
      for (let at = it; at !== null; at = tried(() => Object.getPrototypeOf(at)) ?? null) if (typeof at === 'string') break; else for (const key of Reflect.ownKeys(at)) { let value; try { value = it[key] } catch { continue } look(value, deep + 1) } };
    look(given, 0); look(given.stream, 0); look(given.stream.session, 0); look(given.stream.session.socket, 0);
    if (typeof given.stream.session.server.emit !== 'function') found.push('no link')`);
  if (out === '') throw new Error(err);
  assert.deepEqual(JSON.parse(out).found, []);
});

test('noPrototypeOfStreamsAndSessionsCanBeChanged', () => {
  const evil = `const evil = () => {}; for (const start of [given, given.stream, given.session, given.stream?.session].filter(Boolean)) for (let at = Object.getPrototypeOf(start); at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const key of Reflect.ownKeys(at)) { const d = Object.getOwnPropertyDescriptor(at, key); if (d.configurable || (d.writable && key !== 'constructor' && String(key) !== 'Symbol(kCapture)' && tried(() => Reflect.set(at, key, evil)) === true)) found.push(String(key));
      if (key === 'constructor' && typeof at.constructor === 'function' && ${"/Http2|Socket/"}.test(at.constructor.name)) { const made = tried(() => new at.constructor({}, given, {})); if (made !== 'ERR_AMBIT_DENIED') found.push('new ' + at.constructor.name) } }`;
  for (const hand of ['req', 'res', 'stream']) {
    const { out, err } = served(hand, evil);
    assert.deepEqual(JSON.parse(out || err).found, [], hand);
  }
});

test('aForgedStreamIsNoRequest', () => {
  const { out, err } = served('req', `
    const headers = { ':path': '/forged', ':method': 'GET' };
    found.push(tried(() => given.stream.session.emit('stream', given.stream, headers)), tried(() => given.stream.session.server.emit('stream', { session: given.stream.session }, headers)),
      tried(() => given.stream.session.server.emit('request', given, {})))`);
  assert.deepEqual(JSON.parse(out || err), { answer: 'for /first', later: 'for /second', seen: ['/first', 'token'], found: Array(3).fill('ERR_AMBIT_DENIED') });
});
