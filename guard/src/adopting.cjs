'use strict';
// A handle that is told to take over a file descriptor reads and writes whatever lies behind it: files that others opened,
// sockets that rest. Node's own functions tell it so when they make a socket, and nobody else may.

const { apply, arrayIncludes, getCallSites, hasOwn } = require('./primordials.cjs');
const { refusal } = require('./links.cjs');

/** Where Node calls it, by script. Other functions of these call what packages gave them: `lookup`. @type {Record<string, string[]>} */
const OPENERS = { 'node:net': ['Socket', 'createServerHandle'], 'node:dgram': ['Socket.bind', 'bind'], 'node:internal/dgram': ['_createSocketHandle'] };

/** Before the prototype is closed. @param {any} prototype of a handle in C++ */
function limitAdopting(prototype) {
  const { open } = prototype;
  if (typeof open !== 'function') return;
  prototype.open = { open(/** @type {any[]} */ ...args) {
    const sites = getCallSites(2, { __proto__: null, sourceMap: false });
    const { scriptName, functionName } = sites[1] ?? { scriptName: '', functionName: '' };
    // stops `socket._handle.close()` and then `socket._handle.open(5)` from a package that was handed a socket
    if (!hasOwn(OPENERS, scriptName) || !arrayIncludes(OPENERS[scriptName], functionName)) {
      throw refusal('handle.open', 'a handle takes over no file descriptor; require `net`');
    }
    return apply(open, this, args);
  } }.open;
}

module.exports = { limitAdopting };
