'use strict';
const Koa = require('koa');

const app = new Koa();
app.on('error', (error) => console.log('error event:', error.message));
app.use(async (ctx, next) => {
  await next();
  ctx.set('x-after', `${ctx.method} ${ctx.status}`);
});
app.use(async (ctx) => {
  if (ctx.path === '/boom') ctx.throw(418, 'teapot');
  if (ctx.path === '/crash') throw new Error('crash');
  ctx.cookies.set('seen', 'yes', { httpOnly: true });
  ctx.body = { path: ctx.path, query: ctx.query, accepts: ctx.accepts('json', 'html'), fresh: ctx.fresh };
});
const server = app.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  for (const path of ['/', '/a?b=c', '/boom', '/crash']) {
    const response = await fetch(base + path);
    console.log(path, response.status, response.headers.get('x-after'), response.headers.get('set-cookie'), await response.text());
  }
  server.close();
  server.closeAllConnections();
});
