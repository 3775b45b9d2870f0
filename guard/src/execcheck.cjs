'use strict';
// Files are read only where the kernel lets them be executed, since the administrator asks for it by the exec securebits
// (`SECBIT_EXEC_RESTRICT_FILE`). Node 26 asks the kernel itself, on the descriptor that it then reads from; for older ones
// the launcher asked, and bound each pass to device, inode, change time and size.

const {
  apply, bufferAlloc, closeSync, Error, fstatSync, hash, hasOwn, isArray, openSync, parseJson, readFileSync, realProcess, requireBuiltin,
  separator, slice, startsWith, utf8Slice,
} = require('./primordials.cjs');
const { withSlashes } = require('./locate.cjs');

/** @typedef {import('./sources.cjs').Sources} Sources */
/** @typedef {(descriptor: number, file: string, stat: any) => string | undefined} Check why not, or undefined */

/** Number of `execveat`. @type {Record<string, bigint>} */
const EXECVEAT = { x64: 322n, arm64: 281n };
const EMPTY_PATH_AND_CHECK = 0x11000;
const KERNEL = 'kernel';

/**
 * Files of the disk that pass the check.
 * @param {string} how `kernel`, or the absolute path of the launcher's passes
 * @param {string | undefined} integrity `sha256-<base64>` of the passes
 * @param {(file: string, reason: string) => void} tell told of each refusal
 * @returns {Sources}
 * @throws {Error} when files cannot be checked here: then none may run
 */
function newCheckedSources(how, integrity, tell) {
  const check = how === KERNEL ? kernelCheck() : passes(how, integrity);

  /** @param {string} file */
  function read(file) {
    const descriptor = openSync(file, 'r');
    try {
      const before = fstatSync(descriptor, { bigint: true });
      let reason = check(descriptor, file, before);
      if (reason === undefined) {
        const bytes = readFileSync(descriptor);
        // stops who writes the file in place after the check: every write moves the change time
        if (sameState(before, fstatSync(descriptor, { bigint: true }))) return bytes;
        reason = 'it changed while it was read';
      }
      tell(file, reason);
      const error = new Error(`the kernel does not let \`${file}\` be executed: ${reason}; mark it with \`ambit admin linux --mark\``);
      /** @type {any} */ (error).code = 'ERR_CODE_INTEGRITY_VIOLATION';
      throw error;
    } finally {
      closeSync(descriptor);
    }
  }

  return { read };
}

/** Asks with `execveat(fd, "", …, AT_EMPTY_PATH | AT_EXECVE_CHECK)`. @returns {Check} */
function kernelCheck() {
  const number = realProcess.platform === 'linux' && hasOwn(EXECVEAT, realProcess.arch) ? EXECVEAT[realProcess.arch] : undefined;
  const ffi = number === undefined ? undefined : quietly(() => requireBuiltin('node:ffi'));
  // stops a child of an older line, or one under `--permission` without `--allow-ffi`, from running unchecked
  if (ffi === undefined) throw unusable(`node ${realProcess.version} cannot ask the kernel whether files may be executed; use Node 26 or newer`);
  const { dlopen, getInt32, getRawPointer } = ffi;
  const { functions } = dlopen(null, {
    syscall: { arguments: ['i64', 'i32', 'pointer', 'pointer', 'pointer', 'i32'], return: 'i64' },
    __errno_location: { arguments: [], return: 'pointer' },
  });
  // an empty path, then an empty list of arguments and variables
  const zeros = bufferAlloc(16);
  const path = getRawPointer(zeros);
  const list = path + 8n;
  const { syscall, __errno_location: errnoLocation } = functions;
  return (descriptor) => {
    if (syscall(number, descriptor, path, list, list, EMPTY_PATH_AND_CHECK) === 0n) return undefined;
    void zeros;
    return reasonOf(getInt32(errnoLocation(), 0));
  };
}

/** @param {number} errno */
function reasonOf(errno) {
  if (errno === 13) return 'permission denied';
  if (errno === 26) return 'it is being written';
  return `error ${errno}`;
}

/** What the launcher let pass. @param {string} how @param {string | undefined} integrity @returns {Check} */
function passes(how, integrity) {
  const bytes = readFileSync(how);
  // stops passes that were forged after the launcher wrote them
  if (`sha256-${hash('sha256', bytes, 'base64')}` !== integrity) {
    throw unusable(`\`${how}\` is not what AMBIT_EXEC_CHECK_INTEGRITY names; run \`ambit run\` again`);
  }
  const { root, files } = parseJson(utf8Slice(bytes, 0, bytes.length));
  const start = `${root}${separator}`;
  return (_, file, stat) => {
    const name = startsWith(file, start) ? withSlashes(slice(file, start.length)) : undefined;
    const pass = name !== undefined && hasOwn(files, name) ? files[name] : undefined;
    if (pass === undefined) return 'it was not there when the program was started; run `ambit run` again';
    if (!isArray(pass)) return `${pass}`;
    const same = `${stat.dev}` === pass[0] && `${stat.ino}` === pass[1] && `${stat.ctimeNs}` === pass[2] && `${stat.size}` === pass[3];
    return same ? undefined : 'it changed since the program was started; run `ambit run` again';
  };
}

/** @param {string} message */
function unusable(message) {
  const error = new Error(message);
  /** @type {any} */ (error).isSettingsError = true;
  return error;
}

/** @param {any} one @param {any} other */
function sameState(one, other) {
  return one.ctimeNs === other.ctimeNs && one.size === other.size;
}

/** `node:ffi` is experimental, which is no matter of the user's. @param {() => any} work */
function quietly(work) {
  const { emitWarning } = realProcess;
  realProcess.emitWarning = () => undefined;
  try {
    return apply(work, undefined, []);
  } finally {
    realProcess.emitWarning = emitWarning;
  }
}

module.exports = { newCheckedSources };
