'use strict';
// Code integrity: only files that a signed catalog vouches for are loaded. The launcher verified the catalog's signature and
// left the digests in one pinned file; this reads it, and judges the very bytes that are about to run.

const {
  appendFileSync, defineProperty, Error, hash, includes, indexOf, isAbsolute, lastIndexOf, parseJson, readFileSync, realProcess, replaceAll, resolvePath, separator,
  slice, split, startsWith, toJson, utf8Slice, writeSync,
} = require('./primordials.cjs');

/**
 * @typedef {object} Integrity
 * @property {boolean} checking whether files are judged at all
 * @property {boolean} refusing whether what is not as signed is refused
 * @property {boolean} sourceTextOnly `eval`, `vm` and their kind are refused
 * @property {(file: string, bytes: Buffer) => void} check throws `ERR_CODE_INTEGRITY_VIOLATION` when enforcing
 * @property {(file: string, reason: string) => void} kernelRefused writes down that the kernel does not let a file be executed
 * @property {(door: string) => void} block throws `ERR_CODE_INTEGRITY_BLOCKED` when code that is in no file is refused
 * @property {(door: string, why: string) => void} unjudged throws `ERR_CODE_INTEGRITY_BLOCKED` unless files are only audited
 * @property {(door: string) => void} blockText the same for text that a program compiles itself
 * @property {'allowed' | 'audit' | 'blocked'} interactive
 * @property {string} root
 */

/** Words of each setting, mildest first. */
const FILE_RULES = { __proto__: null, off: true, audit: true, enforce: true };
const INTERACTIVE_RULES = { __proto__: null, allowed: true, audit: true, blocked: true };

class SettingsError {
  /** @param {string} message */
  constructor(message) {
    this.message = message;
    this.isSettingsError = true;
  }
}

/**
 * Reads the pinned file.
 * @param {string} file absolute path
 * @param {string | undefined} pin `sha256-<base64>` of its bytes
 * @param {string | undefined} events absolute path of the events file
 * @returns {Integrity}
 * @throws {SettingsError} when it is missing, altered or malformed
 */
function readIntegrity(file, pin, events) {
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new SettingsError(`cannot read the list of signed files \`${file}\`; start the program with \`ambit run\``);
  }
  // stops a list that was altered after the launcher verified the catalog
  if (pin !== `sha256-${hash('sha256', bytes, 'base64')}`) {
    throw new SettingsError(`the list of signed files \`${file}\` is not the one that AMBIT_INTEGRITY_DIGEST names; run \`ambit run\` again`);
  }
  const text = utf8Slice(bytes, 0, bytes.length);
  const end = indexOf(text, '\n');
  const malformed = `the list of signed files \`${file}\` is malformed; run \`ambit run\` again`;
  let head;
  try {
    head = parseJson(slice(text, 0, end));
  } catch {
    throw new SettingsError(malformed);
  }
  const { version, root, files, interactive, text: compiled } = head ?? {};
  // whatever is not known must not be taken for `off`
  if (end < 0 || version !== 1 || typeof root !== 'string' || !isAbsolute(root) || !(files in FILE_RULES)
    || !(interactive in INTERACTIVE_RULES) || !(compiled in INTERACTIVE_RULES)) throw new SettingsError(malformed);
  return newIntegrity({ root: resolvePath(root), files, interactive, compiled, list: slice(text, end + 1), events: events === '' ? undefined : events });
}

/**
 * @param {{ root: string, files: string, interactive: 'allowed' | 'audit' | 'blocked', compiled: string, list: string, events: string | undefined }} powers
 *   `list`: one line a file, `path TAB digest`, sorted by the UTF-16 units of the path
 * @returns {Integrity}
 */
function newIntegrity({ root, files, interactive, compiled, list, events }) {
  const prefix = root[root.length - 1] === separator ? root : root + separator;

  /** The digest that a path must have. The list is searched as it is: to parse it would cost more than all look-ups. */
  /** @param {string} name @returns {string | undefined} */
  function digestOf(name) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = middle === 0 ? 0 : lastIndexOf(list, '\n', middle - 1) + 1;
      const stop = indexOf(list, '\n', middle);
      const end = stop < 0 ? list.length : stop;
      const tab = indexOf(list, '\t', start);
      const path = slice(list, start, tab);
      if (path === name) return slice(list, tab + 1, end);
      if (name < path) high = start;
      else low = end + 1;
    }
    return undefined;
  }

  /** The path below the root. @param {string} file absolute @returns {string | undefined} */
  function nameOf(file) {
    return startsWith(file, prefix) ? withSlashes(slice(file, prefix.length)) : undefined;
  }

  /** @param {string} file absolute real path @param {Buffer} bytes what was read of it, and what will run */
  function check(file, bytes) {
    if (files === 'off') return;
    const name = nameOf(file);
    const expected = name === undefined ? undefined : digestOf(name);
    if (expected === undefined) {
      // stops files that were added after signing, swapped by name, or lie outside of what was signed
      violation(name ?? file, 'unlisted', undefined, hash('sha256', bytes, 'base64'));
      return;
    }
    const found = hash('sha256', bytes, 'base64');
    // stops a file that was changed after signing (ethers-provider2 rewrites another package on disk)
    if (found !== expected) violation(/** @type {string} */ (name), expected === '-' ? 'unverifiable' : 'changed', expected === '-' ? undefined : expected, found);
  }

  /** @param {string} name @param {string} reason @param {string | undefined} expected @param {string} found */
  function violation(name, reason, expected, found) {
    record({ event: 'violation', mode: files, file: name, reason, expected: prefixed(expected), found: prefixed(found), pid: realProcess.pid });
    if (files !== 'enforce') return;
    const shown = printable(name);
    const what = reason === 'changed' ? `is not as signed: expected ${prefixed(expected)}, found ${prefixed(found)}`
      : reason === 'unverifiable' ? 'is in the signed catalog by a digest that cannot be checked here (Authenticode)'
        : 'is not in the signed catalog';
    const error = coded('ERR_CODE_INTEGRITY_VIOLATION', `\`${shown}\` ${what}; see \`ambit catalog verify\``);
    error.file = name;
    error.reason = reason;
    throw error;
  }

  /** @param {string} rule @param {string} door @param {string} [why] */
  function refuse(rule, door, why = 'is code that is in no signed file; write it to a file, and sign it') {
    if (rule === 'allowed') return;
    record({ event: 'blocked', mode: rule === 'blocked' ? 'enforce' : 'audit', door, pid: realProcess.pid });
    if (rule !== 'blocked') return;
    throw coded('ERR_CODE_INTEGRITY_BLOCKED', `${door} ${why}`);
  }

  /** @param {{ [field: string]: any, mode: string }} event */
  function record(event) {
    const line = `${toJson(event)}\n`;
    try {
      if (events !== undefined) appendFileSync(events, line);
      // in audit mode the line is all that anybody gets; a refusal speaks for itself
      else if (event.mode === 'audit') writeSync(2, line);
    } catch {
      // what is refused stays refused whether or not it could be recorded
    }
  }

  return {
    root, interactive, checking: files !== 'off', refusing: files === 'enforce', sourceTextOnly: compiled !== 'allowed', check,
    kernelRefused: (file, reason) => record({ event: 'violation', mode: 'enforce', file: nameOf(file) ?? file, reason: `kernel: ${reason}`, pid: realProcess.pid }),
    // asked only where somebody judges files: the catalog, or the kernel
    unjudged: (door, why) => refuse(files === 'audit' ? 'audit' : 'blocked', door, why),
    block: (door) => refuse(interactive, door), blockText: (door) => refuse(compiled, door),
  };
}

/** An error whose stack tells its code, as those of Node do, and leaves out the guard. @param {string} code @param {string} message @returns {any} */
function coded(code, message) {
  const error = new Error(message);
  error.code = code;
  const lines = split(`${error.stack}`, '\n');
  let stack = `Error [${code}]: ${message}`;
  for (let i = 1; i < lines.length; i++) if (!includes(lines[i], __dirname)) stack += `\n${lines[i]}`;
  defineProperty(error, 'stack', { __proto__: null, value: stack, writable: true, configurable: true });
  return error;
}

/** @param {string | undefined} digest */
function prefixed(digest) {
  return digest === undefined ? undefined : `sha256-${digest}`;
}

/** @param {string} file */
function withSlashes(file) {
  return separator === '/' ? file : replaceAll(file, separator, '/');
}

/** Stops a file name from writing control sequences to the terminal. @param {string} text */
function printable(text) {
  const quoted = toJson(text);
  return slice(quoted, 1, quoted.length - 1);
}

module.exports = { readIntegrity };
