'use strict';
// Writes the file that `integrity-boot.cjs` starts the guard from. Run by the launcher, once for each Node.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');
const Module = require('node:module');
const { SOURCES, bundle, digest, modulesOf, write, writeFiles } = require('./bundle.cjs');

const ENTRY = 'integrity-start.cjs';

/** The program that the guard holds meanwhile; what it uses is compiled in advance. */
const SAMPLE = {
  'package.json': '{"name":"sample","version":"1.0.0"}',
  'index.js': 'const leaf=require("leaf");require("child_process");require("./data.json");try{require("./other.js")}catch(e){String(e.stack)}module.exports=leaf;',
  'other.js': 'changed',
  'data.json': '{"a":1}',
  'node_modules/leaf/package.json': '{"name":"leaf","version":"1.0.0"}',
  'node_modules/leaf/index.js': 'exports.leaf=require("fs").existsSync(__filename);',
};

function main() {
  const { process } = globalThis;
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ambit-prepare-')));
  try {
    writeFiles(SAMPLE, root);
    const names = Object.keys(SAMPLE).sort();
    const lines = names.map((name) => `${name}\t${name === 'other.js' ? '-' : digest(path.join(root, name))}\n`);
    const list = path.join(root, 'list');
    fs.writeFileSync(list, `${JSON.stringify({ version: 1, root, files: 'enforce', interactive: 'allowed', text: 'allowed' })}\n${lines.join('')}`);
    const text = bundle(ENTRY, modulesOf(ENTRY));
    const script = new vm.Script(text, { filename: `${SOURCES}/guard.cjs` });
    Object.assign(process.env, { AMBIT_INTEGRITY: list, AMBIT_INTEGRITY_DIGEST: `sha256-${digest(list)}` });
    for (const name of ['AMBIT_EVENTS', 'AMBIT_EXEC_CHECK', 'AMBIT_EXEC_CHECK_INTEGRITY']) delete process.env[name];
    script.runInThisContext()(require, SOURCES);
    // the guard judges what is loaded from here on
    /** @type {any} */ (Module)._load(path.join(root, 'index.js'), null, false);
    write('-integrity', text, script);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

main();
