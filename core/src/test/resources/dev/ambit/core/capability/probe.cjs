'use strict';
// Prints, as JSON, every name that this Node has: builtin modules with their own members, names on the global
// object, members of process. Names that only some situation brings (a flag, an IPC channel, the permission model,
// a worker) are seen by starting Node once for each and uniting what they print.
const { EventEmitter } = require('node:events');
const { builtinModules } = require('node:module');
const { spawnSync, fork } = require('node:child_process');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
process.removeAllListeners('warning');

const FLAGS = [
  '--experimental-eventsource', '--experimental-websocket', '--experimental-webstorage', '--webstorage',
  '--experimental-sqlite', '--experimental-stream-iter', '--experimental-quic', '--experimental-dtls',
  '--experimental-vfs', '--experimental-bench', '--experimental-web-worker', '--experimental-ffi',
  '--experimental-vm-modules', '--experimental-shadow-realm', '--experimental-network-inspection',
  '--experimental-storage-inspection', '--experimental-worker-inspection', '--experimental-global-navigator',
  '--expose-gc', '--no-deprecation', '--trace-deprecation', '--throw-deprecation', '--no-warnings', '--trace-warnings',
];
// usable with the prefix, though some lines do not list them
const UNLISTED = ['dtls', 'ffi', 'quic', 'sea', 'sqlite', 'test', 'test/reporters', 'vfs'];

/** Own names of a module, without what every function has, and what it inherits where it is an event emitter. */
function members(value) {
  const every = typeof value === 'function' ? ['length', 'name', 'prototype', 'arguments', 'caller'] : ['constructor'];
  const names = [value, ...value instanceof EventEmitter ? [EventEmitter.prototype] : []].flatMap(Object.getOwnPropertyNames);
  return [...new Set(names)].filter((name) => !every.includes(name));
}

function names() {
  const modules = {};
  for (const listed of new Set([...builtinModules, ...UNLISTED.map((name) => `node:${name}`)])) {
    const name = listed.replace(/^node:/, '');
    if (name === 'trace_events' && !isMainThread) continue; // throws in workers
    const builtin = process.getBuiltinModule(`node:${name}`);
    if (name !== 'process' && builtin !== undefined) {
      modules[name] = { prefixOnly: !builtinModules.includes(name), members: members(builtin) };
    }
  }
  const ofProcess = new Set();
  for (let at = process; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) ofProcess.add(name);
  }
  ofProcess.delete('constructor');
  return { modules, globals: Object.getOwnPropertyNames(globalThis), process: [...ofProcess] };
}

function unite(into, other) {
  for (const [name, module] of Object.entries(other.modules)) {
    const known = (into.modules[name] ??= { prefixOnly: module.prefixOnly, members: [] });
    known.members = [...new Set([...known.members, ...module.members])].sort();
  }
  into.globals = [...new Set([...into.globals, ...other.globals])].sort();
  into.process = [...new Set([...into.process, ...other.process])].sort();
}

const starts = (flags) => spawnSync(process.execPath, [...flags, '-e', '0']).status === 0;
const started = (args) => {
  const child = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (child.status !== 0) throw new Error(`${args}: ${child.stderr}`);
  return JSON.parse(child.stdout);
};

if (!isMainThread) {
  parentPort.postMessage(names());
} else if (process.send !== undefined) {
  process.send(names(), () => process.disconnect());
} else if (process.argv[2] === 'names') {
  process.stdout.write(JSON.stringify(names()));
} else {
  const all = { modules: {}, globals: [], process: [] };
  const flags = FLAGS.filter((flag) => starts([flag]));
  unite(all, started([__filename, 'names']));
  unite(all, started([...flags, __filename, 'names']));
  unite(all, started(['--permission', '--allow-fs-read=*', __filename, 'names']));
  const evaluated = started(['-p', `process.argv[2] = 'names'; require(${JSON.stringify(__filename)}); ''`]);
  unite(all, { ...evaluated, globals: [] }); // there, every builtin is a global too
  const child = fork(__filename, { execArgv: flags });
  child.on('message', (seen) => {
    unite(all, seen);
    const worker = new Worker(__filename, { execArgv: [] });
    worker.on('message', (ofWorker) => {
      unite(all, ofWorker);
      process.stdout.write(JSON.stringify(all));
    });
  });
}
