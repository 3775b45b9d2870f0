'use strict';
const Hapi = require('@hapi/hapi');

const seen = [];
const audit = {
  name: 'audit',
  version: '1.0.0',
  register(server, options) {
    server.ext('onPreResponse', (request, h) => {
      seen.push(`${options.prefix} ${request.method} ${request.path}`);
      return h.continue;
    });
    server.decorate('toolkit', 'made', function (value) {
      return this.response(value).code(201);
    });
  },
};

(async () => {
  const server = Hapi.server({ port: 0, host: '127.0.0.1', routes: { cors: true } });
  server.state('session', { isSecure: false, encoding: 'base64json' });
  await server.register({ plugin: audit, options: { prefix: 'seen' } });
  server.method('double', async (n) => n * 2, { cache: { expiresIn: 1000, generateTimeout: 1000 } });
  server.auth.scheme('header', () => ({
    authenticate(request, h) {
      if (request.headers['x-user'] !== 'ada') throw new Error('nobody');
      return h.authenticated({ credentials: { user: 'ada' } });
    },
  }));
  server.auth.strategy('header', 'header');
  server.route([
    { method: 'GET', path: '/hello/{name}', handler: (request, h) => h.response(`hello ${request.params.name}`).state('session', { n: 1 }) },
    { method: 'GET', path: '/double/{n}', handler: (request) => server.methods.double(Number(request.params.n)) },
    { method: 'POST', path: '/echo', handler: (request, h) => h.made(request.payload) },
    { method: 'GET', path: '/private', options: { auth: 'header' }, handler: (request) => request.auth.credentials },
    {
      method: 'GET',
      path: '/checked',
      options: {
        validate: {
          query(value) {
            if (!value.q) throw new Error('q is missing');
            return value;
          },
        },
      },
      handler: (request) => request.query,
    },
    {
      method: 'GET',
      path: '/fails',
      handler() {
        throw new Error('inside');
      },
    },
  ]);
  await server.start();
  const get = async (path, init) => {
    const response = await fetch(server.info.uri + path, init);
    console.log(path, response.status, await response.text(), response.headers.get('set-cookie'));
  };
  await get('/hello/ada');
  await get('/double/21');
  await get('/echo', { method: 'POST', body: '{"a":[1,2]}', headers: { 'content-type': 'application/json' } });
  await get('/private');
  await get('/private', { headers: { 'x-user': 'ada' } });
  await get('/checked');
  await get('/checked?q=1');
  await get('/fails');
  await get('/nowhere');
  const injected = await server.inject('/hello/injected');
  console.log(injected.statusCode, injected.payload);
  await server.stop();
  console.log(seen.join('\n'));
})();
