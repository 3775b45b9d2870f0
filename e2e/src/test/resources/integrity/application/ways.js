// usage: ways.js WAY FILE: ways by which signed code can name a file that Node's module hooks never see
const { fork, spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const [, , way, name] = process.argv;
const file = join(__dirname, name);
const url = pathToFileURL(file).href;
const signed = join(__dirname, 'kinds/plain.js');
const env = { MARKER: process.env.MARKER };
const loader = ['--no-warnings', '--experimental-loader', url];
const end = (code) => {
  process.exitCode = code;
};
const ways = {
  execve: () => process.execve(process.execPath, [process.execPath, file], env),
  register: () => require('node:module').register(url),
  registerOfTheModuleObject: () => module.constructor.register(url),
  loaderOfAChild: () => fork(signed, { execArgv: loader, env }).on('exit', end),
  loaderInTheOptionsOfAChild: () => fork(signed, { execArgv: [], env: { ...env, NODE_OPTIONS: `--no-warnings --experimental-loader=${url}` } }).on('exit', end),
  loaderOfAWorker: () => new (require('node:worker_threads').Worker)(signed, { execArgv: loader, env }).on('error', () => end(1)),
  requireOfAWorker: () => new (require('node:worker_threads').Worker)(signed, { execArgv: ['--require', file], env }).on('error', () => end(1)),
  cluster: () => {
    const cluster = require('node:cluster');
    cluster.setupPrimary({ exec: file });
    const worker = cluster.fork({ NODE_OPTIONS: '' }).on('exit', end);
    // it would wait for messages
    worker.on('online', () => worker.disconnect());
  },
  snapshot: () => end(spawnSync(process.execPath, ['--snapshot-blob', join(__dirname, 'blob'), '--build-snapshot', file], { env, stdio: 'inherit' }).status),
  testReporter: () => end(spawnSync(process.execPath, ['--test', `--test-reporter=${file}`, signed], { env, stdio: 'inherit' }).status),
  watch: () => {
    const child = require('node:child_process').spawn(process.execPath, ['--watch', file], { env, stdio: 'inherit' });
    setTimeout(() => child.kill('SIGKILL'), 3000);
  },
  stdin: () => end(spawnSync(process.execPath, ['--input-type=module', '-'], { env, input: `import ${JSON.stringify(url)}`, stdio: ['pipe', 'inherit', 'inherit'] }).status),
  vm: () => require('node:vm').runInThisContext(`import(${JSON.stringify(url)})`, { importModuleDynamically: require('node:vm').constants.USE_MAIN_CONTEXT_DEFAULT_LOADER }),
  throughDescriptor: () => require(`/proc/self/fd/${require('node:fs').openSync(file)}`),
  throughRoot: () => import(`file:///proc/self/root${url.slice(7)}`),
  encoded: () => import(url.replace(/[a-z](?=[^/]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)),
  dots: () => import(`${pathToFileURL(__dirname).href}/nowhere/../${name}?a#b`),
  moduleObject: () => new (require('node:module'))(file).load(file),
  loaderOfRequire: () => require.extensions['.js'](new (require('node:module'))(file), file),
  runMain: () => {
    process.argv[1] = file;
    require('node:module').runMain();
  },
  sqlite: () => {
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(':memory:', { allowExtension: true });
    database.loadExtension(file);
    console.log('loaded');
  },
  engine: () => {
    try {
      require('node:crypto').setEngine(file);
    } catch (error) {
      // it is no engine, but its code has run
      if (error.code !== 'ERR_CRYPTO_ENGINE_UNKNOWN') throw error;
    }
  },
};
Promise.resolve().then(ways[way]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
