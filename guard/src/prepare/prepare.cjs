'use strict';
// Writes the file that `boot.cjs` starts the guard from: its modules as one text, and the code that V8 made of it while
// the guard held a small sample program. Run by the launcher, once for each Node: `node prepare.cjs`.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');
const Module = require('node:module');
const { SOURCES, bundle, digest, write, writeFiles } = require('./bundle.cjs');

const NOT_BUNDLED = ['boot.cjs', 'integrity-boot.cjs', 'slot.cjs'];

/** All modules of the guard: any may be needed. */
function modules() {
  return fs.readdirSync(SOURCES).filter((name) => name.endsWith('.cjs') && !NOT_BUNDLED.includes(name)).sort();
}

/** The program that the guard holds meanwhile; what it uses is compiled in advance. */
const SAMPLE = {
  'package.json': '{"name":"sample","version":"1.0.0"}',
  'index.js': 'const leaf=require("leaf");const fs=require("fs");leaf.late(()=>{});console.assert(fs.existsSync(__filename)&&process.cwd());',
  'node_modules/leaf/package.json': '{"name":"leaf","version":"1.0.0","main":"lib/index.js"}',
  'node_modules/leaf/data.json': '{"a":1}',
  'node_modules/leaf/lib/other.js': 'module.exports=class extends require("events"){};',
  'node_modules/leaf/lib/index.js': `const Other=require("./other");const path=require("path");const fs=require("fs");const util=require("util");
const {Readable}=require("stream");const http=require("http");require("../data.json");
Function.prototype.call.call(function(){},this);function Old(){}Old.prototype.constructor=Old;util.inherits(Old,Other);
new Other().on("a",()=>{}).emit("a");new Readable({read(){}}).destroy();Buffer.from("a".repeat(200));
module.exports={path,fs:fs.readFileSync,late(f){clearTimeout(setTimeout(f,9));setImmediate(f)},home:process.env.HOME,tty:process.stdout.isTTY,v:process.versions.node,http,
self:typeof globalThis==="object"&&module.parent&&require.main&&require.resolve("./other")};`,
};

/** @param {string} root */
function writeSample(root) {
  writeFiles(SAMPLE, root);
  const leaf = path.join(root, 'node_modules/leaf');
  const packages = [
    {
      id: 'sample@1.0.0', location: '', authority: 'own', via: 'sample', dependencies: { leaf: 1 },
      files: { 'index.js': ['cjs', digest(path.join(root, 'index.js')), ['process']] },
    },
    {
      id: 'leaf@1.0.0', location: 'node_modules/leaf', authority: 'declared', via: 'sample > leaf', dependencies: {}, denied: [], native: false, realm: 'frozen',
      builtins: ['events', 'fs.readFileSync', 'http', 'path', 'stream', 'util'], globals: ['process.env.HOME', 'process.stdout'],
      files: {
        'data.json': ['json', digest(path.join(leaf, 'data.json'))],
        'lib/other.js': ['cjs', digest(path.join(leaf, 'lib/other.js'))],
        'lib/index.js': ['cjs', digest(path.join(leaf, 'lib/index.js')), ['process', 'globalThis']],
      },
    },
  ];
  const texts = packages.map((pkg) => JSON.stringify(pkg));
  const lines = { ids: packages.map(({ id }) => id), locations: packages.map(({ location }) => location), bytes: texts.map((text) => text.length) };
  // as the launcher writes it, one package a line
  fs.writeFileSync(path.join(root, 'manifest.json'), `${JSON.stringify({ version: 1, root, mode: 'enforce', lines }).slice(0, -1)},"packages":[\n${texts.join('\n,')}]}`);
}

function main() {
  const { process } = globalThis;
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ambit-prepare-')));
  try {
    writeSample(root);
    const text = bundle('start.cjs', modules());
    const script = new vm.Script(text, { filename: `${SOURCES}/guard.cjs` });
    const program = path.join(root, 'index.js');
    process.argv[1] = program;
    Object.assign(process.env, { AMBIT_MANIFEST: path.join(root, 'manifest.json'), AMBIT_MANIFEST_INTEGRITY: `sha256-${digest(path.join(root, 'manifest.json'))}` });
    for (const name of ['AMBIT_EVENTS', 'AMBIT_TOOL', 'AMBIT_CODE', 'AMBIT_CODE_INTEGRITY']) delete process.env[name];
    script.runInThisContext()(require, SOURCES);
    // the guard holds this process from here on, and has taken the place of Node's loader
    /** @type {any} */ (Module)._load(program, null, true);
    write('', text, script);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

main();
