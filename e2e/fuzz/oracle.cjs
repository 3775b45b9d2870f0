'use strict';
// Loaded before the guard, so it knows the real things. It tells the application of the fuzzer, which is trusted, what of
// that which a package reached is powerful: by identity, and by what happens below Node's own JavaScript.
// Needs `--expose-internals`.

// what workers reach is not looked at
if (!require('node:worker_threads').isMainThread) return;

const fs = require('node:fs');
const { isProxy } = require('node:util').types;
const path = require('node:path');
const Module = require('node:module');
const { internalBinding } = require('internal/test/binding');

// the test module leaves it on the global object
delete globalThis.internalBinding;

const real = process;
const { reallyExit } = real;
const requireBuiltin = real.getBuiltinModule;
const { FUZZ_OUT: out, FUZZ_MARK: mark, FUZZ_SECRET: secret } = process.env;
// the guard shows them to nobody, but the walk looks for the secret
delete process.env.FUZZ_SECRET;
const spec = path.join(__dirname, '../../spec/builtins');
const { modules } = JSON.parse(fs.readFileSync(path.join(spec, 'modules.json'), 'utf8'));
const known = JSON.parse(fs.readFileSync(path.join(spec, 'globals.json'), 'utf8'));

/** Computing, the terminal and names for channels are no authority over anything. */
const HARMLESS_EFFECTS = new Set(['crypto', 'terminal']);
const HARMLESS = new Set([
  'diagnostics_channel.Channel', 'diagnostics_channel.BoundedChannel', 'async_hooks.asyncWrapProviders',
  // parses what it is given; without a handle it reads nothing
  '_http_common.HTTPParser',
  // they need a server and a socket of it
  '_http_server._connectionListener', '_http_server.httpServerPreClose', '_http_server.setupConnectionsTracking', '_http_server.storeHTTPOptions',
]);
/** Bindings of which no function and no class may be reached. */
const BINDINGS = [
  'fs', 'fs_dir', 'process_wrap', 'spawn_sync', 'process_methods', 'worker', 'contextify', 'inspector', 'module_wrap', 'modules', 'builtins', 'report',
  'cares_wrap', 'heap_utils', 'v8', 'mksnapshot', 'ffi', 'credentials', 'async_wrap', 'tcp_wrap', 'pipe_wrap', 'udp_wrap', 'tty_wrap',
  'sqlite', 'wasm_web_api',
];

const names = new Map();
const ours = new Set();

function isThing(value) {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

function add(value, name) {
  if (isThing(value) && !names.has(value)) names.set(value, name);
}

function read(object, key) {
  try {
    return object[key];
  } catch {
    return undefined;
  }
}

/** What every emitter has, `process` and `cluster` too. */
const OF_EMITTERS = Object.values(Object.getOwnPropertyDescriptors(requireBuiltin('events').prototype)).map((d) => d.value);

/** Every powerful member of a builtin, by what the specification says of it. */
function collectBuiltins() {
  for (const [name, { members, lines }] of Object.entries(modules)) {
    if (!lines.includes(Number(real.versions.node.split('.')[0])) || name === 'domain' || name === 'repl' || name === 'process') continue;
    let found;
    try {
      found = requireBuiltin(`node:${name}`) ?? requireBuiltin(name);
    } catch {
      continue;
    }
    for (const [member, effects] of Object.entries(members ?? {})) {
      if (effects.every((e) => HARMLESS_EFFECTS.has(e)) || HARMLESS.has(`${name}.${member}`)) continue;
      const value = read(found, member);
      if (typeof value === 'function' && !OF_EMITTERS.includes(value)) add(value, `${name}.${member}`);
    }
    const all = Object.values(members ?? {});
    if (all.length > 0 && all.every((effects) => effects.length > 0)) add(found, name);
  }
}

function collectEarly() {
  add(real, 'process');
  add(real.env, 'process.env');
  for (const [member, effects] of Object.entries(known.process.members)) {
    const value = read(real, member);
    if (effects.length > 0 && !OF_EMITTERS.includes(value)) add(value, `process.${member}`);
  }
  for (const key of Reflect.ownKeys(Module)) add(read(Module, key), `Module.${String(key)}`);
  add(Module, 'Module');
  for (const key of Reflect.ownKeys(Module.prototype)) if (key !== 'constructor') add(read(Module.prototype, key), `Module.prototype.${String(key)}`);
  add(Module.prototype, 'Module.prototype');
  names.delete(Module.builtinModules);
  names.delete(Module.globalPaths);
  for (const name of BINDINGS) {
    let binding;
    try {
      binding = internalBinding(name);
    } catch {
      continue;
    }
    add(binding, `binding ${name}`);
    for (const key of Reflect.ownKeys(binding)) {
      const value = read(binding, key);
      if (typeof value === 'function') add(value, `binding ${name}.${String(key)}`);
    }
  }
  for (const key of ['fetch', 'WebSocket', 'EventSource']) add(read(globalThis, key), key);
}

/** The functions of the language, which answer wrong arguments with an error; those of Node in C++ end the process. */
function languageFunctions() {
  const found = new Set();
  const queue = known.intrinsics.map((name) => read(globalThis, name));
  while (queue.length > 0) {
    const value = queue.pop();
    if (!isThing(value) || found.has(value)) continue;
    found.add(value);
    queue.push(Object.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      const d = Object.getOwnPropertyDescriptor(value, key);
      queue.push(d.value, d.get, d.set);
    }
  }
  return found;
}
const language = languageFunctions();
const sourceOf = Function.prototype.toString;

const effects = [];
let armed = false;
let last = '';

function happened(what) {
  if (armed) effects.push({ what, at: last });
}

function isMarked(value) {
  return (typeof value === 'string' && value.includes(mark)) || (Buffer.isBuffer(value) && value.includes(mark));
}

function hook(object, key, what, when = () => true, succeeded = () => true) {
  const original = object?.[key];
  if (typeof original !== 'function') return;
  const hooked = function (...args) {
    const result = new.target === undefined ? Reflect.apply(original, this, args) : Reflect.construct(original, args, new.target === hooked ? original : new.target);
    if (armed && when(args) && succeeded(result)) happened(`${what} ${args.filter((a) => typeof a === 'string').slice(0, 1).join('')}`);
    return result;
  };
  hooked.prototype = original.prototype;
  object[key] = hooked;
}

/** What a package did, seen where Node's JavaScript ends. */
function hookEffects() {
  const binding = internalBinding('fs');
  const marked = ([first]) => isMarked(first);
  for (const key of Object.keys(binding)) {
    if (!/^(internalModuleStat|legacyMainResolve|getFormatOfExtensionlessFile|FSReqCallback|FileHandle|.*stat.*)$/i.test(key)) hook(binding, key, `fs.${key}`, marked);
  }
  hook(internalBinding('fs_dir'), 'opendir', 'fs.opendir', marked);
  hook(internalBinding('spawn_sync'), 'spawn', 'exec');
  hook(internalBinding('process_wrap').Process.prototype, 'spawn', 'exec');
  for (const [name, type] of [['tcp_wrap', 'TCP'], ['pipe_wrap', 'Pipe'], ['udp_wrap', 'UDP']]) {
    for (const key of ['connect', 'connect6', 'bind', 'bind6', 'listen', 'send', 'open']) hook(internalBinding(name)[type].prototype, key, `net ${type}.${key}`, undefined, (result) => result === 0);
  }
  hook(real, 'dlopen', 'dlopen');
  hook(real, 'chdir', 'chdir');
}

const guardErrors = [];
const GUARD = path.join(fs.realpathSync(process.env.FUZZ_GUARD ?? path.join(__dirname, '../../guard')), 'src') + path.sep;

/** An error that was raised in the guard's own lines, and not by its refusals. */
function noteError(error, at) {
  if (typeof error !== 'object' || error === null) return;
  let stack;
  try {
    stack = error.stack;
  } catch {
    return;
  }
  if (typeof stack !== 'string') return;
  const first = stack.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  if (first.includes(GUARD) && guardErrors.length < 200) guardErrors.push({ at: at ?? last, message: stack.split('\n').slice(0, 3).join(' | ') });
}

for (const event of ['uncaughtException', 'unhandledRejection']) real.on(event, (error) => noteError(error, `later, around ${last}`));

const fd = fs.openSync(`${out}.step`, 'w');
const { writeSync, writeFileSync } = fs;

const oracle = {
  secret, mark, plant: process.env.FUZZ_PLANT === '1', program: JSON.parse(process.env.FUZZ_PROGRAM ?? '{}'),
  add,
  isOurs: (value) => ours.has(value),
  keepOut: (value) => ours.add(value),
  nameOf: (value) => names.get(value),
  /** Whether a function is one of Node's in C++. */
  isNative(f) {
    if (language.has(f)) return false;
    const text = Reflect.apply(sourceOf, f, []);
    return text.endsWith('{ [native code] }') && !String(read(f, 'name')).startsWith('bound ') && !isProxy(f);
  },
  /** Says what is about to be tried, so that a crash or a hang can be told. */
  step(text) {
    last = text;
    writeSync(fd, `${text}\n`.padEnd(400).slice(0, 400), 0);
  },
  arm(on) {
    armed = on;
  },
  noteError,
  effects: () => effects.splice(0),
  collectAgain: collectBuiltins,
  /** Ends the process with what was found. */
  done(result) {
    armed = false;
    writeFileSync(out, JSON.stringify({ ...result, effects, guardErrors }));
    Reflect.apply(reallyExit, real, [0]);
  },
};
delete process.env.FUZZ_PROGRAM;
for (const value of Object.values(oracle)) if (isThing(value)) ours.add(value);
ours.add(oracle);
real[Symbol.for('ambit.fuzz.oracle')] = oracle;
collectEarly();
collectBuiltins();
hookEffects();
collectEarly();
