'use strict';
// One file out of the guard's modules: their text, and the code that V8 made of it while they held a sample program.

const fs = require('node:fs');
const { createHash } = require('node:crypto');
const path = require('node:path');

// before the guard holds the process, and takes globals away
const { process } = globalThis;
const { alloc, concat, from } = Buffer;
const SOURCES = path.dirname(__dirname);
const OWN = /require\('\.\/([a-z-]+\.cjs)'\)/g;

/** What an entry loads, now or later. @param {string} entry @returns {string[]} */
function modulesOf(entry) {
  const names = new Set([entry]);
  for (const name of names) {
    for (const [, other] of fs.readFileSync(path.join(SOURCES, name), 'utf8').matchAll(OWN)) names.add(other);
  }
  return [...names].sort();
}

/** A text with one other letter, be it in a comment, takes two bytes a letter in memory. @param {string} text */
function inAscii(text) {
  return text.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Modules as they are, by name, and a `require` between them. @param {string} entry @param {string[]} names */
function bundle(entry, names) {
  const modules = names.map((name) =>
    `${JSON.stringify(`./${name}`)}(module,exports,require,__dirname){${inAscii(fs.readFileSync(path.join(SOURCES, name), 'utf8'))}\n}`);
  return `(function(node,folder){const loaded={__proto__:null};const modules={__proto__:null,${modules.join(',\n')}};\
function load(name){if(!(name in modules))return node(name);if(name in loaded)return loaded[name].exports;\
const module=loaded[name]={exports:{}};modules[name](module,module.exports,load,folder);return module.exports}load('./${entry}')})`;
}

/** @param {Record<string, string>} files by name @param {string} root */
function writeFiles(files, root) {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
}

/** @param {string} file */
function digest(file) {
  return createHash('sha256').update(fs.readFileSync(file)).digest('base64');
}

/** @param {string} suffix @param {string} text @param {import('node:vm').Script} script */
function write(suffix, text, script) {
  const folder = path.join(SOURCES, '../cache');
  const file = path.join(folder, `${process.version}-${process.platform}-${process.arch}${suffix}`);
  const draft = `${file}.${process.pid}`;
  const bytes = from(text);
  const length = alloc(4);
  length.writeUInt32LE(bytes.length);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(draft, concat([length, bytes, script.createCachedData()]));
  fs.renameSync(draft, file);
}

module.exports = { SOURCES, bundle, digest, modulesOf, write, writeFiles };
