'use strict';
// How programs start programs: what they print and how they end is as in plain Node.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { test } = require('node:test');
const { project, probe } = require('./fixture.cjs');

/** Plain and contained print the same lines, in whatever order. @param {Record<string, any>} files @param {string[]} args */
function asPlain(files, args = ['main.js']) {
  const { root, run } = project({ '': { files } });
  const plain = spawnSync(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH }, encoding: 'utf8' });
  const { code, out, err } = run(args);
  assert.deepEqual({ code, lines: out.split('\n').sort() }, { code: plain.status, lines: plain.stdout.split('\n').sort() }, err + plain.stderr);
  return out;
}

const free = ['console', 'process', 'setTimeout', 'setInterval'];

test('aServerAndSocketsAreSentToChildProcesses', () => {
  const out = asPlain({
    'child.js': { free, source: `process.on('message', (what, handle) => {
      if (what === 'server') handle.on('connection', (socket) => socket.end('server of the child'));
      if (what === 'socket') { handle.resume(); handle.end('socket of the child') }
      if (what === 'end') process.disconnect();
      process.send([what, handle?.constructor.name].join()) })` },
    'main.js': { free, source: `const { fork } = require('child_process'); const net = require('net'); const child = fork('./child.js');
      const ask = (port, then) => net.connect(port).on('data', (text) => { console.log(String(text)); then() });
      const server = net.createServer().listen(0, () => { const { port } = server.address(); child.send('server', server);
        child.once('message', () => { server.close(); ask(port, second) }) });
      const second = () => { const other = net.createServer({ pauseOnConnect: true }, (socket) => child.send('socket', socket, () => other.close(() => console.log('closed')))).listen(0, () =>
        ask(other.address().port, () => child.send('end'))) };
      child.on('message', (text) => console.log(text)); child.on('exit', (code) => console.log('exit', code))` },
  });
  assert.match(out, /server of the child/);
  assert.match(out, /socket of the child/);
});

test('aPackageHasTheServerOfASocketKeepNoListOfItsOwn', () => {
  const { run } = project({
    '': { dependencies: ['evil'], files: { 'main.js': { free: ['console'], source: `const net = require('net'); const evil = require('evil');
      const server = net.createServer((socket) => { console.log(evil(socket)); socket.end(); server.close(() => console.log('closed')) }).listen(0, () => net.connect(server.address().port).resume())` } } },
    'node_modules/evil': { files: { 'index.js': `const list = { once() {}, close() { console.log('called') }, getConnections() { console.log('called') } };
      module.exports = ({ server }) => [() => server._setupWorker(list), () => [list].forEach(server._setupWorker, server), () => Reflect.apply(server._setupWorker, server, [list]), () => Object.getPrototypeOf(server)._setupWorker.call(server, list), () => server._workers.push(list)]
        .map((f) => { try { f(); return 'done' } catch (e) { return e.code ?? e.name } }).join()` } },
  });
  const { out, err } = run('main.js');
  assert.equal(out, `${Array(4).fill('ERR_AMBIT_DENIED').join()},TypeError\nclosed\n`, err);
});

test('theWorkersOfAClusterShareAPortAndEndTogether', () => {
  const out = asPlain({ 'main.js': { free, source: `const cluster = require('cluster'); const http = require('http');
    if (cluster.isPrimary) {
      cluster.setupPrimary({ args: ['argument'] }); const seen = new Set(); let port;
      for (const NUMBER of ['0', '1']) cluster.fork({ NUMBER });
      cluster.on('message', (worker, message) => { port = message.port }); let up = 0; cluster.on('listening', () => { if (++up === 2) ask(6) });
      cluster.on('exit', (worker, code, signal) => console.log('exit', code, signal, worker.exitedAfterDisconnect));
      const ask = (left) => { if (left === 0) { console.log([...seen].sort().join()); cluster.disconnect(); return }
        http.get({ port, host: '127.0.0.1', agent: false }, (answer) => { let text = ''; answer.on('data', (part) => { text += part }).on('end', () => { seen.add(text); ask(left - 1) }) }) };
    } else { const server = http.createServer((request, answer) => answer.end(process.env.NUMBER + process.argv[2])).listen(0, '127.0.0.1', () => process.send({ port: server.address().port })) }` } });
  assert.match(out, /^0argument,1argument$/m);
});

test('signalsCodesInputTitlesAndFlagsReachProgramsAndComeBack', () => {
  const out = asPlain({
    'waits.js': { free, source: "process.on('SIGINT', () => console.log('interrupted')); process.on('SIGTERM', () => { console.log('ended'); process.exit(7) }); console.log('ready'); setInterval(() => {}, 1000)" },
    'reads.js': { free, source: "let length = 0; process.stdin.on('data', (part) => { length += part.length }).on('end', () => { console.log(length, process.argv0, process.title, process.execArgv.join()); process.exit(3) })" },
    'main.js': { free, source: `const { spawn, spawnSync, fork } = require('child_process'); const node = process.execPath;
      const { status, stdout } = spawnSync(node, ['--no-warnings', '--title=named', 'reads.js'], { argv0: 'called', input: 'x'.repeat(300000) }); console.log(status, String(stdout));
      console.log(spawnSync('sh', ['-c', 'kill -9 $$']).signal, spawnSync('sh', ['-c', '"$NODE" reads.js < waits.js; echo $?'], { encoding: 'utf8', env: { ...process.env, NODE: node } }).stdout.split(' ').shift());
      fork('reads.js', [], { execArgv: ['--no-warnings'], silent: true }).on('exit', (code) => console.log('forked', code)).stdin.end();
      const child = spawn(node, ['waits.js'], { detached: true }); child.stdout.on('data', (text) => { console.log(String(text)); if (/ready/.test(text)) child.kill('SIGINT'); if (/interrupted/.test(text)) child.kill() });
      child.on('close', (code, signal) => console.log('closed', code, signal))` },
  });
  assert.match(out, /^3 300000 called named --no-warnings/);
  assert.match(out, /closed 7 null/);
});

test('aPoolOfWorkersRunsTheFilesOfThoseWhoDependOnItAndOfNoOther', () => {
  const pool = { builtins: ['worker_threads.Worker'], files: { 'index.js': 'const { Worker } = require("worker_threads"); module.exports = (file) => { try { new Worker(file).on("message", (m) => console.log(m)); return "started" } catch (e) { return e.code } }' } };
  const job = { free: ['process'], source: 'require("worker_threads").parentPort.postMessage(typeof process.binding)' };
  const of = (/** @type {any} */ more) => project({
    '': { dependencies: ['pool'], files: { 'job.js': job, 'main.js': { free: ['console'], source: 'const pool = require("pool"); console.log(pool(__dirname + "/job.js"), pool(__dirname + "/node_modules/sibling/job.js"), pool("/bin/nowhere.js"))' } } },
    'node_modules/pool': { ...pool, ...more }, 'node_modules/sibling': { files: { 'job.js': job } },
  }).run('main.js').out;
  assert.equal(of({ dependents: [''] }), 'started ERR_AMBIT_DENIED ERR_AMBIT_DENIED\nfunction\n');
  assert.equal(of({}), 'ERR_AMBIT_DENIED ERR_AMBIT_DENIED ERR_AMBIT_DENIED\n');
});

test('theNpmOfThisNodeRunsAndWhatItStartsIsContained', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ambit-node-')));
  try {
    const node = join(root, 'bin/node');
    const npm = join(root, 'lib/node_modules/npm/bin/npm-cli.js');
    for (const file of [node, npm, join(root, 'lib/node_modules/other/bin/npm-cli.js')]) mkdirSync(dirname(file), { recursive: true });
    copyFileSync(process.execPath, node);
    const program = 'console.log("npm", typeof process.binding, require("child_process").execFileSync(process.execPath, [process.argv[2]], { encoding: "utf8" }).trim())';
    writeFileSync(npm, program);
    writeFileSync(join(root, 'lib/node_modules/other/bin/npm-cli.js'), program);
    const made = project({ '': { dependencies: ['leaf'], files: { 'script.js': { free: ['console'], source: 'console.log("script", require("leaf"))' }, 'main.js': { free: ['console', 'process'], source: `const { spawnSync } = require('child_process');
      for (const file of process.argv.slice(2)) { const { status, stdout, stderr } = spawnSync(process.execPath, [file, 'script.js'], { encoding: 'utf8' }); console.log(status, stdout.trim(), /outside the project/.test(stderr)) }` } } },
      'node_modules/leaf': { files: { 'index.js': 'let got; try { got = typeof require("fs") } catch (e) { got = e.code } module.exports = got' } } });
    const { stdout, stderr } = spawnSync(node, ['main.js', npm, join(root, 'lib/node_modules/other/bin/npm-cli.js')], { cwd: made.root, env: made.env, encoding: 'utf8' });
    assert.equal(stdout, '0 npm function script ERR_AMBIT_DENIED false\n70  true\n', stderr);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('noPackageStartsTheNpmOfThisNodeAsAWorker', () => {
  const { err: _, ...out } = probe({ npm: 'new W(require("path").join(process.execPath, "../../lib/node_modules/npm/bin/npm-cli.js"))' },
    { head: 'const W = require("worker_threads").Worker;', builtins: ['worker_threads', 'path'], globals: ['process.execPath'] });
  assert.deepEqual(out, { npm: 'threw ERR_AMBIT_DENIED' });
});
