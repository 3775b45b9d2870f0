import axios from 'axios';
import got from 'got';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

export async function run(origin) {
  const server = setupServer(
    http.get('https://api.example.com/user', () => HttpResponse.json({ name: 'ada' }, { headers: { 'X-Answered-By': 'msw' } })),
    http.post('http://api.example.com/login', async ({ request }) => HttpResponse.json({ seen: await request.json(), kind: request.headers.get('content-type') }, { status: 201 })),
  );
  server.listen({ onUnhandledRequest: 'bypass' });
  const answer = await fetch('https://api.example.com/user');
  console.log('fetch', answer.headers.get('x-answered-by'), await answer.json(), answer instanceof Response);
  console.log('got', await got('https://api.example.com/user').json());
  const { status, data } = await axios.post('http://api.example.com/login', { user: 'ada' });
  console.log('axios', status, data);

  server.use(http.get('https://api.example.com/user', () => new HttpResponse(null, { status: 500 }), { once: true }));
  console.log('once', (await fetch('https://api.example.com/user')).status, (await fetch('https://api.example.com/user')).status);
  console.log('let through', await (await fetch(`${origin}/fetch`)).text(), (await axios.get(`${origin}/axios`)).data);
  server.close();
}
