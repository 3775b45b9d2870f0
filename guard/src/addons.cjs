'use strict';
// Native addons: what was hashed is what the system maps. The system opens a file by name again, and whoever can write to
// it may do so between, or while its pages are not yet read. So the verified bytes go to a private copy, which is loaded
// and then unlinked: nobody else has a name or a descriptor for it.

const { basename, bufferEquals, bufferIncludes, dirname, dlopen, Error, fs, includes, joinPath, readFileSync, realProcess, writeSync } = require('./primordials.cjs');
// loaded before anything else can be required
const { librariesOf } = require('./libraries.cjs');

const { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } = fs;
const READ_AND_RUN = 0o500;

/** Where private copies may go; the first counts that the system runs programs from. @returns {(string | undefined)[]} */
function folders() {
  const { env, platform } = realProcess;
  return platform === 'win32' ? [env.LOCALAPPDATA, env.TEMP] : [env.XDG_RUNTIME_DIR, env.TMPDIR, '/tmp', '/var/tmp', env.HOME];
}

/**
 * Loads verified bytes as an addon.
 * @param {any} module
 * @param {string} file absolute path, whose name the copy keeps
 * @param {Buffer} bytes verified
 * @param {(file: string) => Buffer} read reads and verifies another file
 * @param {number} [flags] of `process.dlopen`
 */
function loadAddon(module, file, bytes, read, flags) {
  loadCopy(file, bytes, read, (copy) => {
    if (flags === undefined) dlopen(module, copy);
    else dlopen(module, copy, flags);
  });
}

/**
 * Gives the system a private copy of a native library.
 * @template T
 * @param {string} file absolute path, whose name the copy keeps
 * @param {Buffer} bytes verified
 * @param {(file: string) => Buffer} read reads and verifies another file
 * @param {(copy: string) => T} open
 * @returns {T}
 */
function loadCopy(file, bytes, read, open) {
  const candidates = folders();
  const libraries = bufferIncludes(bytes, 'ORIGIN') ? librariesOf(file, bytes, read) : [];
  let last;
  for (let i = 0; i < candidates.length; i++) {
    const folder = candidates[i];
    if (folder === undefined || folder === '') continue;
    let copy;
    try {
      copy = copyTo(folder, file, bytes, libraries);
    } catch (error) {
      last = error;
      continue;
    }
    try {
      return open(copy.path);
    } catch (error) {
      last = error;
      // a folder mounted without leave to execute; any other fault is the library's own
      if (!isMapFailure(error)) throw missesLibrary(error) ? withoutLibraries(file, error) : error;
    } finally {
      discard(copy.own);
    }
  }
  throw last ?? new Error(`no folder for a private copy of \`${file}\`; set TMPDIR to one of your own`);
}

/**
 * @param {string} folder @param {string} file @param {Buffer} bytes
 * @param {{ path: string, bytes: Buffer }[]} libraries
 * @returns {{ own: string, path: string }} the new folder, and the copy of the addon in it
 */
function copyTo(folder, file, bytes, libraries) {
  // made with mode 0700 under a name that nobody could know
  const own = mkdtempSync(joinPath(folder, 'ambit-addon-'));
  try {
    if (libraries.length === 0) {
      const path = joinPath(own, basename(file));
      write(path, file, bytes);
      return { own, path };
    }
    // all at their whole paths, so that each is where the others look for it
    const path = joinPath(own, file);
    write(path, file, bytes);
    for (let i = 0; i < libraries.length; i++) write(joinPath(own, libraries[i].path), libraries[i].path, libraries[i].bytes);
    return { own, path };
  } catch (error) {
    discard(own);
    throw error;
  }
}

/** @param {string} path @param {string} file @param {Buffer} bytes */
function write(path, file, bytes) {
  mkdirSync(dirname(path), /** @type {any} */ ({ __proto__: null, recursive: true, mode: 0o700 }));
  const descriptor = openSync(path, 'wx', READ_AND_RUN);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at);
  } finally {
    // the last writer: from here on the file is read-only to everybody
    closeSync(descriptor);
  }
  // stops a full disk, and whoever got at the copy before its mode kept them out
  if (!bufferEquals(readFileSync(path), bytes)) throw new Error(`the private copy of \`${file}\` is not what was written`);
}

/** @param {string} own */
function discard(own) {
  try {
    rmSync(own, /** @type {any} */ ({ __proto__: null, recursive: true, force: true }));
  } catch {
    // Windows keeps a mapped file; its folder is private
  }
}

/** @param {any} error */
function isMapFailure(error) {
  const text = `${error?.message}`;
  return includes(text, 'failed to map segment') || includes(text, 'Operation not permitted');
}

/** @param {any} error */
function missesLibrary(error) {
  return includes(`${error?.message}`, 'cannot open shared object file');
}

/** @param {string} file @param {any} error */
function withoutLibraries(file, error) {
  const told = new Error(`${error.message}; \`${file}\` is loaded from a private copy, beside which the system finds no libraries (\`$ORIGIN\`): `
    + 'name their folder in LD_LIBRARY_PATH before the start');
  /** @type {any} */ (told).code = error.code;
  return told;
}

module.exports = { loadAddon, loadCopy };
