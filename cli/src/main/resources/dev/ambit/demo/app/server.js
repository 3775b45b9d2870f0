'use strict';
const path = require('node:path');
const express = require('express');

const app = express();
app.use(express.json());
app.get('/', (req, res) => res.json({ hello: req.query.name ?? 'world' }));
app.post('/echo', (req, res) => res.status(201).json({ received: req.body }));
app.get('/source', (req, res) => res.sendFile(path.join(__dirname, 'package.json')));
app.get('/broken', () => {
  throw new Error('on purpose');
});
app.use((err, req, res, next) => res.status(500).json({ error: err.message }));

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`);
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
