'use strict';
const express = require('express');
const path = require('path');

const app = express();
app.use(express.json());
app.use(express.urlencoded({ extended: true }));
app.use('/public', express.static(path.join(__dirname, 'public')));
app.get('/', (req, res) => res.send('hello'));
app.get('/users/:id', (req, res) => res.json({ id: req.params.id, query: req.query }));
app.post('/echo', (req, res) => res.status(201).json(req.body));
app.get('/redirect', (req, res) => res.redirect('/'));
app.get('/cookie', (req, res) => res.cookie('a', 'b').type('html').send('<p>cookie</p>'));
app.get('/file', (req, res) => res.sendFile(path.join(__dirname, 'public', 'hello.txt')));
app.get('/boom', () => {
  throw new Error('boom');
});
app.use((error, req, res, next) => res.status(500).json({ error: error.message }));

const server = app.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const show = async (name, options) => {
    const response = await fetch(base + name, { redirect: 'manual', ...options });
    const text = await response.text();
    console.log(name, response.status, response.headers.get('content-type'), response.headers.get('etag'),
      response.headers.get('set-cookie'), text);
  };
  await show('/');
  await show('/users/7?a[b]=c&d=1');
  await show('/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"x":[1,2]}' });
  await show('/echo', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'x=1&y=ü' });
  await show('/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
  await show('/redirect');
  await show('/cookie');
  const file = await fetch(`${base}/file`);
  console.log('/file', file.status, file.headers.get('content-type'), await file.text());
  const asset = await fetch(`${base}/public/hello.txt`, { headers: { range: 'bytes=0-4' } });
  console.log('/public', asset.status, asset.headers.get('content-range'), await asset.text());
  await show('/boom');
  await show('/missing');
  server.close();
  server.closeAllConnections();
});
