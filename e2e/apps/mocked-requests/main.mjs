import { createServer, request } from 'node:http';
import { once } from 'node:events';

const server = createServer((asked, answer) => answer.end(`real ${asked.url}`)).listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;
const before = { fetch, request };

for (const name of ['nock', 'msw', 'undici']) {
  const { run } = await import(`./${name}.mjs`);
  await run(origin);
  const text = await (await fetch(`${origin}/after`)).text();
  console.log(name, 'is over:', text, fetch === before.fetch, request === before.request);
}
server.closeAllConnections();
server.close();
process.exit(0);
