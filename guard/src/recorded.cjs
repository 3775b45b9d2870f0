'use strict';
// What an earlier run of the same program under the same policy manifest loaded: texts, V8's code for them, and where
// specifiers led. It saves reading, hashing, resolving and compiling one by one.
//
// Code is as good as its source, so a record is used only when it has the digest that the launcher gave, or is unchanged since
// the guard wrote it with that digest (states.cjs), and of it only texts whose digest is that of the policy manifest. The launcher trusts the folder of records as it trusts that of
// analyses; when code integrity is enforced it names no record.

const {
  arrayJoin, arrayPush, bufferAlloc, bufferConcat, bufferFrom, scriptCreateCachedData, hasOwn, hash, Map, mapForEach, mapSet, nodeVersion,
  parseJson, processOn, readUInt32, renameSync, scriptRunInThisContext, Script, statSync, subarray, toJson, utf8Slice, writeFileSync, writeUInt32,
  closeSync, defaultLoader, openSync,
} = require('./primordials.cjs');
const { isLocal, readWithState, stateOfOpen, UNKNOWN } = require('./states.cjs');

/**
 * @typedef {{ digest: string, state: string, names: string, text: [number, number], code: [number, number] | undefined }} Kept offsets and lengths
 * @typedef {{ digest: string, state: string, names: string, bytes: any, script: any }} Noted
 */

const NEW_ENOUGH = 0.1;

/**
 * @param {string | undefined} file absolute path of the record, which need not be there yet; undefined for no record at all
 * @param {ReturnType<import('./states.cjs').pinnedStates>} pinned what the launcher says of it
 * @param {string | undefined} manifestState of the policy manifest, if a later start may go by it
 * @param {string | undefined} entry absolute real path of the program; undefined in a worker
 */
function newRecorded(file, pinned, manifestState, entry) {
  const recording = file !== undefined && file !== '' && entry !== undefined;
  const blob = recording ? read(file, pinned) : undefined;
  const index = blob === undefined ? undefined : indexOf(blob, /** @type {string} */ (entry));
  const noted = new Map();
  const led = new Map();
  /** By the name that Node gives a text in stacks. */
  const untyped = new Map();
  let used = 0;
  let missed = 0;
  if (recording) processOn('exit', keep);

  /** @param {[number, number]} at */
  const part = (at) => subarray(blob, index.start + at[0], index.start + at[0] + at[1]);

  /**
   * The bytes of a file whose digest is known to be the given one.
   * @param {string} name absolute real path @param {string} digest
   * @returns {any} undefined when it was not recorded
   */
  function bytesOf(name, digest) {
    if (index === undefined || !hasOwn(index.files, name)) return undefined;
    const { text, digest: had, state } = index.files[name];
    // stops a record of other texts: the manifest alone says what may run. And of a file that somebody edited since, nobody
    // expects what it held before: it is read, and refused
    return had === digest && state === stateOf(name) ? part(text) : undefined;
  }

  /**
   * The function that a CommonJS file is compiled to.
   * @param {string} name @param {string | undefined} digest undefined when nobody vouches for the text @param {any} bytes
   * @param {string[]} parameters @param {string} body @param {number} shift columns that the body put before the first line
   * @param {() => any} compile compiles it apart, so that no text breaks out of its function
   */
  function outer(name, digest, bytes, parameters, body, shift, compile) {
    if (!recording || digest === undefined) return compile();
    const names = arrayJoin(parameters, ',');
    const kept = index !== undefined && hasOwn(index.files, name) ? index.files[name] : undefined;
    const code = kept !== undefined && kept.digest === digest && kept.names === names ? kept.code : undefined;
    // what was recorded stood this test when it was
    if (code === undefined) compile();
    const head = `(function(${names}){`;
    const script = new Script(`${head}${body}})`, {
      filename: name, columnOffset: -shift - head.length, importModuleDynamically: defaultLoader,
      cachedData: code === undefined ? undefined : part(code),
    });
    if (code !== undefined && !script.cachedDataRejected) used++;
    else missed++;
    mapSet(noted, name, { digest, state: stateOf(name), names, bytes, script });
    return scriptRunInThisContext(script);
  }

  /** A JSON file or an ES module that was read. @param {string} name @param {string | undefined} digest @param {any} bytes */
  function noteText(name, digest, bytes) {
    if (!recording || digest === undefined) return;
    if (index !== undefined && hasOwn(index.files, name) && index.files[name].digest === digest) used++;
    else missed++;
    mapSet(noted, name, { digest, state: stateOf(name), names: '', bytes, script: undefined });
  }

  /** A text without its types. @param {string} name @param {string | undefined} digest of the file @returns {string | undefined} */
  function untypedOf(name, digest) {
    if (index === undefined || digest === undefined || !hasOwn(index.untyped, name)) return undefined;
    const { digest: had, at } = index.untyped[name];
    if (had !== digest) return undefined;
    const bytes = part(at);
    mapSet(untyped, name, { digest, bytes });
    return utf8Slice(bytes, 0, bytes.length);
  }

  /** @param {string} name @param {string | undefined} digest of the file, undefined when nobody vouches for it @param {string} text */
  function noteUntyped(name, digest, text) {
    if (recording && digest !== undefined) mapSet(untyped, name, { digest, bytes: bufferFrom(text) });
  }

  /** Where a specifier led. @param {string} key @returns {string | undefined} */
  function ledTo(key) {
    if (index === undefined || !hasOwn(index.led, key)) return undefined;
    const to = index.led[key];
    mapSet(led, key, to);
    return to;
  }

  /** @param {string} key @param {string} to */
  function noteLed(key, to) {
    if (recording) mapSet(led, key, to);
  }

  /** Writes what this run loaded, unless the record that it used has nearly all of it. */
  function keep() {
    try {
      if (missed > 0 && missed >= NEW_ENOUGH * used) {
        write(/** @type {string} */ (file), /** @type {string} */ (entry), noted, led, untyped, manifestState);
      } else if (index !== undefined && manifestState !== undefined && manifestState !== pinned.manifest) {
        // what was known too recently the last time
        pin(/** @type {string} */ (file), /** @type {string} */ (pinned.digest), pinned.record, manifestState);
      }
    } catch {
      // no folder, no space: the next run is as slow as this one
    }
  }

  return { bytesOf, outer, noteText, ledTo, noteLed, untypedOf, noteUntyped };
}

/** @typedef {ReturnType<typeof newRecorded>} Recorded */

/** What every change of a file changes too: nobody can set a time of change. @param {string} file */
function stateOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ctimeMs} ${stat.ino} ${stat.size}`;
}

/** @param {string} file @param {ReturnType<import('./states.cjs').pinnedStates>} pinned */
function read(file, { digest, record }) {
  if (digest === undefined) return undefined;
  try {
    const { bytes, state } = readWithState(file);
    // stops code that somebody else put there
    return state === record || `sha256-${hash('sha256', bytes, 'base64')}` === digest ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** @param {any} blob @param {string} entry @returns {any} */
function indexOf(blob, entry) {
  const start = 4 + readUInt32(blob, 0);
  const index = parseJson(utf8Slice(blob, 4, start));
  return index.version === nodeVersion && index.entry === entry ? { start, files: index.files, led: index.led, untyped: index.untyped ?? {} } : undefined;
}

/** @param {string} file @param {string} entry @param {any} noted @param {any} led @param {any} untyped @param {string | undefined} manifestState */
function write(file, entry, noted, led, untyped, manifestState) {
  /** @type {Record<string, Kept>} */
  const files = { __proto__: /** @type {any} */ (null) };
  /** @type {any[]} */
  const parts = [];
  let at = 0;
  /** @param {any} bytes @returns {[number, number]} */
  const add = (bytes) => {
    arrayPush(parts, bytes);
    at += bytes.length;
    return [at - bytes.length, bytes.length];
  };
  mapForEach(noted, (/** @type {Noted} */ { digest, state, names, bytes, script }, /** @type {string} */ name) => {
    files[name] = { digest, state, names, text: add(bytes), code: script === undefined ? undefined : add(scriptCreateCachedData(script)) };
  });
  /** @type {Record<string, string>} */
  const paths = { __proto__: /** @type {any} */ (null) };
  mapForEach(led, (/** @type {string} */ to, /** @type {string} */ key) => { paths[key] = to; });
  /** @type {Record<string, { digest: string, at: [number, number] }>} */
  const texts = { __proto__: /** @type {any} */ (null) };
  mapForEach(untyped, (/** @type {{ digest: string, bytes: any }} */ { digest, bytes }, /** @type {string} */ name) => {
    texts[name] = { digest, at: add(bytes) };
  });
  const index = bufferFrom(toJson({ version: nodeVersion, entry, files, led: paths, untyped: texts }));
  const length = bufferAlloc(4);
  writeUInt32(length, index.length, 0);
  const all = [length, index];
  for (let i = 0; i < parts.length; i++) arrayPush(all, parts[i]);
  const blob = bufferConcat(all);
  const draft = `${file}.draft`;
  const digest = `sha256-${hash('sha256', blob, 'base64')}`;
  const fd = openSync(draft, 'w');
  let state;
  try {
    writeFileSync(fd, blob);
    renameSync(draft, file);
    // of this very file, whoever replaces it meanwhile
    state = isLocal(file) ? stateOfOpen(fd) : undefined;
  } finally {
    closeSync(fd);
  }
  pin(file, digest, state, manifestState);
}

/** What the launcher hands to the next start. @param {string} file @param {string} digest @param {string | undefined} state @param {string | undefined} manifestState */
function pin(file, digest, state, manifestState) {
  writeFileSync(`${file}.draft`, `${digest} ${state ?? UNKNOWN} ${manifestState ?? UNKNOWN}`);
  renameSync(`${file}.draft`, `${file}.integrity`);
}

module.exports = { newRecorded };
