'use strict';
// `NODE_V8_COVERAGE`: Node writes what V8 counted by places in the texts that V8 got. Those of the guard have some
// characters around the file's own, of which coverage tools know nothing. So what was written is put right, and the
// guard's own files leave it. Loaded only where somebody asks for coverage.

const {
  apply, arrayPush, defineProperty, endsWith, fileURLToPath, getCallSites, joinPath, keysOf, parseJson, pathToFileURL, readFileSync, realProcess,
  renameSync, requireBuiltin, startsWith, toJson, urlHref, writeFileSync,
} = require('./primordials.cjs');
const { isOfGuard } = require('./caller.cjs');

/**
 * @typedef {{ startOffset: number, endOffset: number, count: number }} Range
 * @typedef {{ url: string, functions: { functionName: string, ranges: Range[], isBlockCoverage: boolean }[] }} Script
 * @typedef {{ method: number, before: number, after: number, end: number }} Wrapper of CommonJS, in characters: what stands
 *   before its method, before and behind the text of the file, and behind the method
 */

/**
 * @param {object} powers
 * @param {string} powers.folder where Node writes, absolute
 * @param {Wrapper} powers.wrapper
 * @param {(file: string) => number} powers.shiftOf characters in front of the text of an ES module
 */
function watchCoverage({ folder, wrapper, shiftOf }) {
  const { readdirSync } = requireBuiltin('fs');
  const { isMainThread, threadId } = requireBuiltin('worker_threads');
  const v8 = requireBuiltin('v8');
  const { stopCoverage, takeCoverage } = v8;
  const { reallyExit } = realProcess;
  const guard = `${urlHref(pathToFileURL(__dirname))}/`;
  const ofProcess = `coverage-${realProcess.pid}-`;
  const ofThread = `-${threadId}.json`;
  /** @type {Record<string, boolean>} */
  const done = { __proto__: /** @type {any} */ (null) };
  /** Where the methods around the texts end: a later report leaves out what was not called again. @type {Record<string, number>} */
  const ends = { __proto__: /** @type {any} */ (null) };
  let reports = reportsHere();
  // of an earlier process with this number
  for (let i = 0; i < reports.length; i++) done[reports[i]] = true;

  function reportsHere() {
    /** @type {string[]} */
    const found = [];
    try {
      const names = readdirSync(folder);
      for (let i = 0; i < names.length; i++) if (startsWith(names[i], ofProcess) && endsWith(names[i], '.json')) arrayPush(found, names[i]);
    } catch {
      // Node makes the folder when it writes
    }
    return found;
  }

  /** Puts right what was written since the last time: by this thread and, seen from the main one, by workers that were ended. */
  function putRight() {
    reports = reportsHere();
    for (let i = 0; i < reports.length; i++) {
      const own = endsWith(reports[i], ofThread);
      if (done[reports[i]] || !(own || isMainThread)) continue;
      done[reports[i]] = true;
      const file = joinPath(folder, reports[i]);
      const report = parseJson(readFileSync(file, 'utf8'));
      report.result = scriptsOf(report.result, own);
      if (own && report['source-map-cache'] !== undefined) shiftLines(report['source-map-cache']);
      // replaced as a whole: nobody reads a half, and no link that somebody put there is followed
      writeFileSync(`${file}.draft`, toJson(report), { flag: 'wx' });
      renameSync(`${file}.draft`, file);
    }
  }

  /** @param {Script[]} scripts @param {boolean} own those of this thread */
  function scriptsOf(scripts, own) {
    /** @type {Script[]} */
    const kept = [];
    for (let i = 0; i < scripts.length; i++) {
      const { url, functions } = scripts[i];
      if (startsWith(url, guard)) continue;
      arrayPush(kept, scripts[i]);
      if (isWrapped(functions)) ends[url] = functions[1].ranges[0].endOffset;
      const end = ends[url];
      if (end !== undefined) {
        scripts[i].functions = unwrapped(functions, end);
        continue;
      }
      // what workers imported nobody here knows
      const columns = own && startsWith(url, 'file:') ? shiftOf(fileURLToPath(url)) : 0;
      if (columns > 0 && functions.length > 0) shift(functions, columns, functions[0].ranges[0].endOffset - columns);
    }
    return kept;
  }

  /** The functions of a file, by the places in its own text. @param {Script['functions']} functions @param {number} end of the method that the file is */
  function unwrapped(functions, end) {
    /** @type {Script['functions']} */
    const inside = [];
    const length = end - wrapper.before - (wrapper.after - wrapper.end);
    for (let i = 0; i < functions.length; i++) {
      const { ranges } = functions[i];
      if (ranges[0].startOffset < wrapper.method || ranges[0].startOffset >= end) continue;
      // what follows a `return` goes up to the brace, which V8 takes for the last character where there is none
      for (let at = 1; at < ranges.length; at++) if (ranges[at].endOffset === wrapper.before + length + 1) ranges[at].endOffset -= 2;
      arrayPush(inside, functions[i]);
    }
    shift(inside, wrapper.before, length);
    return inside;
  }

  /** Whether the guard's wrapper is the first function, and its method the second. @param {Script['functions']} functions */
  function isWrapped(functions) {
    if (functions.length < 2) return false;
    const outer = functions[0].ranges[0];
    const inner = functions[1].ranges[0];
    if (functions[1].functionName !== '' || outer.startOffset !== 0 || inner.startOffset !== wrapper.method) return false;
    if (inner.endOffset === outer.endOffset - wrapper.end) return outer.endOffset >= wrapper.before + wrapper.after;
    // a second method changes the variables of the file (ownnames.cjs)
    for (let i = 2; i < functions.length; i++) if (functions[i].functionName === '=' && functions[i].ranges[0].startOffset === inner.endOffset + 1) return true;
    return false;
  }

  /** The text of a first line that Node noted has the same characters too many. @param {Record<string, { lineLengths?: number[] }>} maps */
  function shiftLines(maps) {
    const urls = keysOf(maps);
    for (let i = 0; i < urls.length; i++) {
      const { lineLengths } = maps[urls[i]];
      if (lineLengths !== undefined && lineLengths.length > 0 && startsWith(urls[i], 'file:')) lineLengths[0] -= shiftOf(fileURLToPath(urls[i]));
    }
  }

  function take() {
    try {
      apply(takeCoverage, v8, []);
      putRight();
    } catch {
      // a folder that cannot be written: Node says so in its own words
    }
  }

  let ended = false;

  /** Else Node writes another report as it ends, of what the guard did to put the others right. */
  function takeLast() {
    if (ended) return;
    ended = true;
    take();
    apply(stopCoverage, v8, []);
  }

  v8.takeCoverage = take;
  realProcess.reallyExit = (/** @type {any[]} */ ...args) => {
    takeLast();
    return apply(reallyExit, realProcess, args);
  };
  let { emit } = realProcess;
  // Listeners of `exit` count too, whoever replaces `emit` after this. Where Node itself asks for it at the end, which is
  // not `process.exit`, nothing comes behind.
  const emitLast = (/** @type {any[]} */ ...args) => {
    try {
      return apply(emit, realProcess, args);
    } finally {
      if (args[0] === 'exit') takeLast();
    }
  };
  defineProperty(realProcess, 'emit', {
    __proto__: null, configurable: true, enumerable: false,
    get: () => (isAskedByNode() ? emitLast : emit),
    set: (/** @type {any} */ next) => { emit = next; },
  });
}

/** Whether Node's own code, other than `process.exit`, asks for a property of `process`. */
function isAskedByNode() {
  const sites = getCallSites(8, { __proto__: null, sourceMap: false });
  for (let i = 0; i < sites.length; i++) {
    const { scriptName } = sites[i];
    if (!isOfGuard(scriptName)) return startsWith(scriptName, 'node:') && scriptName !== 'node:internal/process/per_thread';
  }
  return true;
}

/**
 * @param {Script['functions']} functions
 * @param {number} columns in front of the text of the file
 * @param {number} length of that text
 */
function shift(functions, columns, length) {
  const within = (/** @type {number} */ offset) => (offset < columns ? 0 : offset - columns > length ? length : offset - columns);
  for (let i = 0; i < functions.length; i++) {
    const { ranges } = functions[i];
    for (let at = 0; at < ranges.length; at++) {
      ranges[at].startOffset = within(ranges[at].startOffset);
      ranges[at].endOffset = within(ranges[at].endOffset);
    }
  }
}

module.exports = { watchCoverage };
