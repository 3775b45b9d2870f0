'use strict';
const http = require('node:http');
const bcrypt = require('bcryptjs');
const express = require('express');
const { createProxyMiddleware } = require('http-proxy-middleware');
const grpc = require('@grpc/grpc-js');
const jwt = require('jsonwebtoken');
const multer = require('multer');
const passport = require('passport');
const { Strategy } = require('passport-local');
const protos = require('@grpc/proto-loader');

const secret = bcrypt.hashSync('hoot', 4);
passport.use(new Strategy((name, word, done) => bcrypt.compare(word, secret).then((same) => done(null, same && { name }), done)));
passport.serializeUser((user, done) => done(null, user.name));
passport.deserializeUser((name, done) => done(null, { name }));

function ask(port, path, { body, headers } = {}) {
  return new Promise((done, fail) => {
    const request = http.request({ port, host: '127.0.0.1', path, headers, method: body === undefined ? 'GET' : 'POST' }, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += chunk; }).on('end', () => done({ status: response.statusCode, headers: response.headers, text }));
    });
    request.on('error', fail).end(body);
  });
}

const listen = (app) => new Promise((done) => {
  const server = app.listen(0, '127.0.0.1', () => done(server));
});

function remote() {
  const { birds } = grpc.loadPackageDefinition(protos.loadSync('birds.proto'));
  const server = new grpc.Server();
  server.addService(birds.Birds.service, {
    Get: ({ request }, done) => (request.name === 'owl' ? done(null, { song: 'hoot', wings: 2 }) : done({ code: grpc.status.NOT_FOUND, details: 'no such bird' })),
    List: (call) => { call.write({ wings: 1 }); call.write({ wings: 2 }); call.end(); },
  });
  return new Promise((done) => server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (_, port) => {
    const client = new birds.Birds(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    client.Get({ name: 'owl' }, (_, owl) => client.Get({ name: 'roc' }, (problem) => {
      console.log(owl, problem.code, problem.details);
      client.List({}).on('data', (bird) => console.log(bird.wings)).on('end', () => { client.close(); server.forceShutdown(); done(); });
    }));
  }));
}

async function main() {
  const behind = await listen(express().get('/song', (request, response) => response.send(`hoot ${request.headers['x-by']}`)));
  const app = express();
  app.use(require('cors')(), require('helmet')(), require('compression')({ threshold: 0 }), require('cookie-parser')('salt'));
  app.use(require('morgan')(':method :url :status', { stream: { write: (line) => console.log(line.trim()) } }));
  app.use(require('express-rate-limit').rateLimit({ windowMs: 60_000, limit: 8 }));
  app.use('/proxied', createProxyMiddleware({ target: `http://127.0.0.1:${behind.address().port}`, headers: { 'x-by': 'proxy' } }));
  app.use(express.json(), require('express-session')({ secret: 'salt', resave: false, saveUninitialized: false }), passport.initialize(), passport.session());
  app.post('/in', passport.authenticate('local'), (request, response) => response.json({ token: jwt.sign({ name: request.user.name, iat: 1 }, 'salt') }));
  app.get('/me', (request, response) => response.json(request.user ?? null));
  app.post('/picture', multer({ storage: multer.memoryStorage() }).single('file'), ({ file }, response) => response.json([file.originalname, file.size]));
  const server = await listen(app);
  const { port } = server.address();

  console.log((await ask(port, '/proxied/song')).text);
  const json = { 'content-type': 'application/json' };
  console.log((await ask(port, '/in', { body: '{"username":"owl","password":"wrong"}', headers: json })).status);
  const inside = await ask(port, '/in', { body: '{"username":"owl","password":"hoot"}', headers: json });
  console.log(jwt.verify(JSON.parse(inside.text).token, 'salt'));
  console.log((await ask(port, '/me', { headers: { cookie: inside.headers['set-cookie'][0].split(';')[0] } })).text);
  const body = '--x\r\nContent-Disposition: form-data; name="file"; filename="owl.txt"\r\n\r\nhoot\r\n--x--\r\n';
  console.log((await ask(port, '/picture', { body, headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': body.length } })).text);
  const zipped = await ask(port, '/none', { headers: { 'accept-encoding': 'gzip' } });
  console.log(zipped.status, zipped.headers['content-encoding'], zipped.headers['x-frame-options'], zipped.headers['access-control-allow-origin']);
  await ask(port, '/me');
  await ask(port, '/me');
  console.log((await ask(port, '/me')).status);
  await remote();
  server.close();
  behind.close();
  server.closeAllConnections();
  behind.closeAllConnections();
}

main();
