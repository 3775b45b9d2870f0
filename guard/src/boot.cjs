'use strict';
// Starts the guard from one file with V8's code cache, where `prepare/prepare.cjs` made one for this very Node, and from
// its sources otherwise. The file lies in the guard's own folder: who can write there could as well change the guard.

const { process } = globalThis;
const fs = require('node:fs');
const vm = require('node:vm');

/** @returns {Buffer | undefined} */
function prepared() {
  try {
    return fs.readFileSync(`${__dirname}/../cache/${process.version}-${process.platform}-${process.arch}`);
  } catch {
    // none was made for this Node
    return undefined;
  }
}

const bytes = prepared();
if (bytes === undefined) {
  require('./start.cjs');
} else {
  // the length of the text, the text, the code
  const end = 4 + bytes.readUInt32LE(0);
  // V8 compiles the text itself where the code is not of its making
  const script = new vm.Script(bytes.toString('utf8', 4, end), { filename: `${__dirname}/guard.cjs`, cachedData: bytes.subarray(end) });
  script.runInThisContext()(require, __dirname);
}
