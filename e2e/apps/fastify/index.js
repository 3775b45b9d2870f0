'use strict';
const lines = [];
const stream = { write: (line) => lines.push(JSON.parse(line)) };
const app = require('fastify')({ logger: { level: 'info', stream } });

app.register(async (scope) => {
  scope.decorate('answer', 42);
  scope.addHook('onSend', async (request, reply) => {
    reply.header('x-hook', 'sent');
  });
  scope.get('/users/:id', {
    schema: {
      params: { type: 'object', properties: { id: { type: 'integer' } } },
      response: { 200: { type: 'object', properties: { id: { type: 'integer' }, answer: { type: 'integer' } } } },
    },
  }, async (request) => ({ id: request.params.id, answer: scope.answer, hidden: true }));
});
app.post('/echo', async (request) => request.body);

async function main() {
  for (const request of [
    { url: '/users/7' },
    { url: '/users/x' },
    { method: 'POST', url: '/echo', payload: { a: [1] } },
    { url: '/missing' },
  ]) {
    const response = await app.inject(request);
    console.log(request.url, response.statusCode, response.headers['x-hook'], response.payload);
  }
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const response = await fetch(`${address}/users/8`);
  console.log('over the wire', response.status, await response.text());
  await app.close();
  console.log(lines.filter((line) => line.req).map((line) => `${line.level} ${line.req.method} ${line.req.url}`).join('\n'));
}
main();
