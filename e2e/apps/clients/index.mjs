import http from 'node:http';
import { createGzip } from 'node:zlib';
import axios from 'axios';
import got from 'got';
import fetch, { FormData } from 'node-fetch';
import { Agent, request, fetch as undiciFetch, setGlobalDispatcher } from 'undici';

const server = http.createServer((req, res) => {
  if (req.url === '/redirect') return res.writeHead(302, { location: '/json' }).end();
  if (req.url === '/gzip') {
    res.setHeader('content-encoding', 'gzip');
    const zip = createGzip();
    zip.pipe(res);
    return zip.end('unzipped');
  }
  if (req.url === '/404') return res.writeHead(404).end('missing');
  let body = '';
  req.on('data', (chunk) => (body += chunk));
  req.on('end', () => {
    res.setHeader('content-type', 'application/json');
    const type = `${req.headers['content-type']}`.replace(/boundary=.*/, 'boundary');
    res.end(JSON.stringify({ method: req.method, type, size: body.length > 40 ? 'long' : body }));
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

for (const path of ['/redirect', '/gzip', '/404']) {
  const answer = await axios.get(base + path, { validateStatus: () => true });
  console.log('axios', path, answer.status, answer.data);
  const fetched = await fetch(base + path);
  console.log('node-fetch', path, fetched.status, await fetched.text());
  const got1 = await got(base + path, { throwHttpErrors: false, retry: { limit: 0 } });
  console.log('got', path, got1.statusCode, got1.body);
  const wire = await undiciFetch(base + path);
  console.log('undici', path, wire.status, await wire.text());
}
console.log('axios post', (await axios.post(`${base}/p`, { a: 1 })).data);
console.log('got post', await got.post(`${base}/p`, { json: { a: 1 } }).json());
const form = new FormData();
form.set('a', 'b');
console.log('node-fetch form', await (await fetch(`${base}/p`, { method: 'POST', body: form })).json());
const { statusCode, body } = await request(`${base}/p`, { method: 'PUT', body: 'x' });
console.log('undici request', statusCode, await body.json());
const agent = new Agent({ keepAliveTimeout: 10 });
setGlobalDispatcher(agent);
console.log('undici agent', (await undiciFetch(`${base}/json`)).status);
await axios.get('http://127.0.0.1:1/').catch((error) => console.log('axios refused', error.code));
await got(`${base}/404`, { retry: { limit: 0 } }).catch((error) => console.log('got error', error.name, error.response.statusCode));
await agent.close();
server.close();
server.closeAllConnections();
