// usage: doors.js DOOR: opens one of the doors through which code gets in without a file; `evil` is what comes through
const evil = "require('node:fs').writeFileSync(process.env.MARKER, 'ran')";
const module_ = "import { writeFileSync } from 'node:fs'; writeFileSync(process.env.MARKER, 'ran');";
const doors = {
  worker: () => new (require('node:worker_threads').Worker)(evil, { eval: true }),
  dataWorker: () => new (require('node:worker_threads').Worker)(new URL(`data:text/javascript,${encodeURIComponent(module_)}`)),
  dataImport: () => import(`data:text/javascript,${encodeURIComponent(module_)}`),
  repl: () => {
    const { Readable } = require('node:stream');
    require('node:repl').start({ input: Readable.from([`${evil}\n`]), output: process.stderr, useGlobal: false });
  },
  spawnEval: () => require('node:child_process').spawnSync(process.execPath, ['-e', evil], { env: { MARKER: process.env.MARKER } }),
  spawnInput: () => require('node:child_process').spawnSync(process.execPath, { input: evil, env: { MARKER: process.env.MARKER } }),
  inspector: () => {
    require('node:inspector').open(0, '127.0.0.1');
    require('node:fs').writeFileSync(process.env.MARKER, require('node:inspector').url());
    require('node:inspector').close();
  },
  eval: () => (0, eval)(`process.getBuiltinModule('node:fs').writeFileSync(process.env.MARKER, 'ran')`),
  Function: () => Function(`process.getBuiltinModule('node:fs').writeFileSync(process.env.MARKER, 'ran')`)(),
  vm: () => require('node:vm').runInThisContext(`process.getBuiltinModule('node:fs').writeFileSync(process.env.MARKER, 'ran')`),
  script: () => new (require('node:vm').Script)(`process.getBuiltinModule('node:fs').writeFileSync(process.env.MARKER, 'ran')`).runInThisContext(),
  compile: () => module._compile(evil, __filename),
  hooks: () => {
    require('node:module').registerHooks({ load: (url, context, next) => (url.endsWith('plain.js') ? { format: 'commonjs', source: evil, shortCircuit: true } : next(url, context)) });
    require('./kinds/plain.js');
  },
};
doors[process.argv[2]]();
