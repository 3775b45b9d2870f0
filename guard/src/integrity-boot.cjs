'use strict';
// As boot.cjs, for the guard that enforces code integrity alone. A file of its own: which guard holds a process is told by
// the command line that loads it, and never by a variable that somebody could take away.

const { process } = globalThis;
const fs = require('node:fs');
const vm = require('node:vm');

/** @returns {Buffer | undefined} */
function prepared() {
  try {
    return fs.readFileSync(`${__dirname}/../cache/${process.version}-${process.platform}-${process.arch}-integrity`);
  } catch {
    // none was made for this Node
    return undefined;
  }
}

const bytes = prepared();
if (bytes === undefined) {
  require('./integrity-start.cjs');
} else {
  // the length of the text, the text, the code
  const end = 4 + bytes.readUInt32LE(0);
  // V8 compiles the text itself where the code is not of its making
  const script = new vm.Script(bytes.toString('utf8', 4, end), { filename: `${__dirname}/guard.cjs`, cachedData: bytes.subarray(end) });
  script.runInThisContext()(require, __dirname);
}
