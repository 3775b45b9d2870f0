'use strict';
// A bounded load: `node load.js PORT REQUESTS`, eight connections, then stops the server. Prints the seconds it took.
const http = require('node:http');

const [, , port, requests] = process.argv.map(Number);
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const get = (path) => new Promise((resolve, reject) => {
  http.get({ host: '127.0.0.1', port, path, agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
});

async function main() {
  let next = 0;
  const started = process.hrtime.bigint();
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (next < requests) await get(`/users/${next++}?a=b`);
  }));
  console.log((Number(process.hrtime.bigint() - started) / 1e9).toFixed(3));
  await get('/stop');
  agent.destroy();
}
main();
