import { getGlobalDispatcher, MockAgent, request, setGlobalDispatcher } from 'undici';

export async function run() {
  const before = getGlobalDispatcher();
  const agent = new MockAgent();
  agent.disableNetConnect();
  setGlobalDispatcher(agent);
  const answers = agent.get('http://api.example.com');
  answers.intercept({ path: '/user' }).reply(200, { name: 'ada' }, { headers: { 'content-type': 'application/json' } }).times(2);
  console.log('fetch', await (await fetch('http://api.example.com/user')).json());
  const { body } = await request('http://api.example.com/user');
  console.log('request', await body.json());
  console.log('kept back', await fetch('http://api.example.com/other').catch((error) => error.cause.name));
  await agent.close();
  setGlobalDispatcher(before);
}
