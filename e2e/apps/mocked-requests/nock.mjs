import axios from 'axios';
import got from 'got';
import http from 'node:http';
import nock from 'nock';

/** By the module, as CommonJS and ES modules alike do. */
function asked(options) {
  return new Promise((resolve, reject) => {
    http.get(options, (answer) => answer.setEncoding('utf8').on('data', resolve)).on('error', reject);
  });
}

export async function run(origin) {
  nock('http://api.example.com').get('/user').times(4).reply(200, { name: 'ada' }, { 'X-Answered-By': 'nock' });
  nock('https://api.example.com').post('/login', { user: 'ada' }).reply(201, 'welcome');
  nock('http://api.example.com').get('/late').delay(5).replyWithError(new Error('no such user'));

  const { data, headers } = await axios.get('http://api.example.com/user');
  console.log('axios', data, headers['x-answered-by']);
  console.log('got', await got('http://api.example.com/user').json());
  console.log('fetch', await (await fetch('http://api.example.com/user')).json());
  console.log('http', await asked('http://api.example.com/user'));
  const { status, data: text } = await axios.post('https://api.example.com/login', { user: 'ada' });
  console.log('https', status, text);
  console.log('error', await axios.get('http://api.example.com/late').catch((error) => error.message));

  console.log('let through', (await axios.get(`${origin}/axios`)).data, await (await fetch(`${origin}/fetch`)).text(), await got(`${origin}/got`).text());
  nock.disableNetConnect();
  console.log('kept back', await axios.get(`${origin}/axios`).catch((error) => error.code));
  console.log('all asked for', nock.isDone());
  nock.enableNetConnect();
  nock.cleanAll();
  nock.restore();
}
