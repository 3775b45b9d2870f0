// usage: load.js HOW FILE: loads a file in one of the ways that Node has, and says what it got
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const [, , how, name] = process.argv;
const file = join(__dirname, name);
const say = (got) => {
  console.log(`got ${typeof got === 'object' ? got.name ?? Object.keys(got) : got}`);
  // data does nothing by itself: this is what a program would do with it
  if (JSON.stringify(got) === '{"name":"evil"}' || (got && 'evil' in Object(got))) require('node:fs').writeFileSync(process.env.MARKER, 'data');
};
const ways = {
  require: () => say(require(file)),
  import: () => import(pathToFileURL(file).href).then(say),
  importWithQuery: () => import(`${pathToFileURL(file).href}?v=1#x`).then(say),
  importJson: () => import(pathToFileURL(file).href, { with: { type: 'json' } }).then((it) => say(it.default)),
  worker: () => new (require('node:worker_threads').Worker)(file).on('error', fail),
  workerWithoutEnvironment: () => new (require('node:worker_threads').Worker)(file, { env: { MARKER: process.env.MARKER }, execArgv: [] }).on('error', fail),
  fork: () => require('node:child_process').fork(file).on('exit', end),
  forkWithoutEnvironment: () => require('node:child_process').fork(file, { env: { MARKER: process.env.MARKER }, execArgv: [] }).on('exit', end),
  spawnSync: () => end(require('node:child_process').spawnSync(process.execPath, [file], { stdio: 'inherit', env: { MARKER: process.env.MARKER } }).status),
  exec: () => require('node:child_process').exec(`"${process.execPath}" "${file}"`, { env: { MARKER: process.env.MARKER } }, (error, out, err) => {
    process.stdout.write(out);
    process.stderr.write(err);
    end(error ? error.code : 0);
  }),
  createRequire: () => say(process.getBuiltinModule('node:module').createRequire(__filename)(file)),
  dlopen: () => process.dlopen({ exports: {} }, file),
  mainRequire: () => say(process.mainModule.require(file)),
  load: () => say(require('node:module')._load(file, module, false)),
  extension: () => {
    require.extensions['.js'] = (it, path) => it._compile(require('node:fs').readFileSync(path, 'utf8'), path);
    say(require(file));
  },
};
function fail(error) {
  console.error(error);
  process.exitCode = 1;
}
function end(code) {
  process.exitCode = code;
}
ways[how]();
