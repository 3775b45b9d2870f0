import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import type { AddressInfo } from 'node:net';
import express from 'express';
import ms from 'ms';
import limits from './limits.json' with { type: 'json' };
import { NotFound, type Item, find } from './items.ts';
import { version } from './version.cts';

interface Answer<T> { status: number; body: T }

const app = express();
app.use(express.json());
app.get('/items/:id', (req: any, res: any): void => {
  res.json(find(Number(req.params.id)) satisfies Item);
});
app.post('/echo', (req: any, res: any): void => res.status(201).json({ ...req.body, expires: ms(limits.expires as ms.StringValue) }));
app.use((error: Error, _req: any, res: any, _next: unknown) => {
  res.status(error instanceof NotFound ? 404 : 500).json({ error: error.message, at: (error.stack as string).split('\n')[1]!.replace(/^.*[/]/, '') });
});

async function ask<T>(base: string, path: string, init?: RequestInit): Promise<Answer<T>> {
  const response = await fetch(base + path, init);
  return { status: response.status, body: (await response.json()) as T };
}

const server = app.listen(0, '127.0.0.1', async (): Promise<void> => {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  console.log(version, await ask<Item>(base, '/items/2'));
  console.log(await ask(base, '/items/9'));
  console.log(await ask(base, '/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' }));
  const { late } = await import('./late.mts');
  console.log(late<string>('late'));
  const worker = new Worker(new URL('./part.ts', import.meta.url), { workerData: 20 });
  worker.on('message', (n: number) => {
    console.log('worker', n);
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', 'items.test.ts'], { encoding: 'utf8', env, cwd: import.meta.dirname });
    console.log(stdout.split('\n').filter((line: string): boolean => /^(ok|not ok|# (pass|fail))/.test(line)).join('\n'));
    server.close();
    server.closeAllConnections();
  });
});
