'use strict';
// Says what was refused (or, when observing, what would have been): once per package, capability and action, on
// stderr and in the events file, with the place in the source and the command that would allow it.

const {
  appendFileSync, charCodeAt, columnOf, defineProperty, Error, fileNameOf, fileURLToPath, includes, indexOf, isAbsolute, lastIndexOf, lineOf, Map, mapGet, mapSet, relativePath, Set,
  setAdd, setHas, slice, split, startsWith, toJson, writeSync,
} = require('./primordials.cjs');
const { frames } = require('./traces.cjs');
const { withSlashes } = require('./locate.cjs');

/**
 * @typedef {import('./manifest.cjs').Package} Package
 * @typedef {{ file: string, line: number, column: number }} Place
 * @typedef {'require' | 'import' | 'use' | 'load'} Action
 * @typedef {object} Hints
 * @property {() => Place} [place] where it happened, when the stack cannot tell
 * @property {string} [code] of the error; `ERR_AMBIT_DENIED` unless given
 * @property {string} [closed] why no grant allows it, where none does
 * @property {string} [message] instead of `<id> may not …`
 */

/**
 * @param {object} powers
 * @param {import('./manifest.cjs').Manifest} powers.manifest
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {string | undefined} powers.events absolute path of the events file
 * @param {(pkg: Package, capability: string) => void} powers.observed told of each thing that observe mode let pass
 */
function newDenials({ manifest, packageOf, events, observed }) {
  const told = new Set();
  /** How far the prelude moved the first line of an ES module, by file. */
  const shifts = new Map();

  /**
   * Reports a refusal.
   * @param {Package} pkg @param {string} capability @param {Action} action @param {Hints} [hints]
   */
  function report(pkg, capability, action, hints = {}) {
    capability = shown(capability);
    const key = `${pkg.index}\n${capability}\n${action}`;
    if (setHas(told, key)) return;
    setAdd(told, key);
    const fix = startsWith(capability, 'path:') || pkg.index < 0 || hints.closed !== undefined ? undefined : `ambit approve ${pkg.id} ${printable(capability)}`;
    const { place: known } = hints;
    const place = known?.() ?? placeIn(pkg) ?? { file: pkg.root, line: 0, column: 0 };
    const file = withSlashes(relativePath(manifest.root, place.file)) || '.';
    if (events !== undefined) {
      append(events, {
        event: manifest.enforcing ? 'denied' : 'observed', package: pkg.id, capability, action, file,
        line: place.line, column: place.column, via: pkg.via, fix,
      });
    }
    if (!manifest.enforcing) {
      if (fix !== undefined) observed(pkg, printable(capability));
      if (hints.message !== undefined) say(`ambit: ${printable(hints.message)}\n`);
      return;
    }
    const where = place.line > 0 ? `${file}:${place.line}:${place.column}` : file;
    say(`${hints.code ?? 'ERR_AMBIT_DENIED'} ${hints.message ?? sentence(pkg, capability, action)}\n  ${printable(where)}   via ${pkg.via}\n`
      + (hints.closed === undefined ? '' : `  nothing allows it: ${hints.closed}\n`) + (fix === undefined ? '' : `  allow it: ${fix}\n`));
  }

  /**
   * Reports a refusal and, when enforcing, throws it.
   * @param {Package} pkg @param {string} capability @param {Action} action @param {Hints} [hints]
   */
  function refuse(pkg, capability, action, hints = {}) {
    report(pkg, capability, action, hints);
    if (!manifest.enforcing) return;
    const error = new Error(hints.message ?? sentence(pkg, shown(capability), action));
    /** @type {any} */ (error).code = hints.code ?? 'ERR_AMBIT_DENIED';
    hideGuard(error);
    throw error;
  }

  /** Paths relative to the project. @param {string} capability */
  function shown(capability) {
    const path = startsWith(capability, 'path:') ? slice(capability, 5) : '';
    return isAbsolute(path) ? `path:${withSlashes(relativePath(manifest.root, path))}` : capability;
  }

  /** The first frame of the stack that lies in the package, else outside the guard. @param {Package} pkg */
  function placeIn(pkg) {
    const places = stack();
    for (let i = 0; i < places.length; i++) if (packageOf(places[i].file) === pkg) return places[i];
    return places[0];
  }

  /** The places of the current stack that lie in files outside the guard, innermost first. @returns {Place[]} */
  function stack() {
    const sites = frames(40);
    /** @type {Place[]} */
    const places = [];
    for (let i = 0; i < sites.length; i++) {
      const place = placeOf(sites[i]);
      if (place !== undefined) places[places.length] = place;
    }
    return places;
  }

  /** @param {any} site @returns {Place | undefined} */
  function placeOf(site) {
    const name = fileNameOf(site);
    if (typeof name !== 'string' || name === '' || startsWith(name, 'node:')) return undefined;
    const file = startsWith(name, 'file:') ? fileURLToPath(name) : name;
    if (startsWith(file, __dirname)) return undefined;
    const line = lineOf(site);
    const shift = line === 1 ? mapGet(shifts, file) ?? 0 : 0;
    return { file, line, column: columnOf(site) - shift };
  }

  return {
    report, refuse, stack,
    /** @param {string} file @param {number} columns */
    shiftFirstLine: (file, columns) => mapSet(shifts, file, columns),
    /** @param {string} file @returns {number} */
    shiftOf: (file) => mapGet(shifts, file) ?? 0,
  };
}

/** @typedef {ReturnType<typeof newDenials>} Denials */

/** The frames of the guard say nothing to the reader. @param {any} error */
function hideGuard(error) {
  if (typeof error.stack !== 'string') return;
  const lines = split(error.stack, '\n');
  let kept = lines[0];
  for (let i = 1; i < lines.length; i++) if (!includes(lines[i], __dirname)) kept += `\n${lines[i]}`;
  defineProperty(error, 'stack', { __proto__: null, value: kept, writable: true, enumerable: false, configurable: true });
}

/** @param {Package} pkg @param {string} capability @param {Action} action */
function sentence(pkg, capability, action) {
  return `${pkg.id} may not ${action} \`${printable(capability)}\``;
}

/**
 * Where a specifier stands in a source text; for messages only.
 * @param {string} file @param {string} text @param {string} specifier @returns {Place}
 */
function placeOfSpecifier(file, text, specifier) {
  let at = indexOf(text, `'${specifier}'`);
  if (at < 0) at = indexOf(text, `"${specifier}"`);
  if (at < 0) return { file, line: 0, column: 0 };
  let line = 1;
  for (let i = indexOf(text, '\n'); i >= 0 && i < at; i = indexOf(text, '\n', i + 1)) line++;
  return { file, line, column: at - lastIndexOf(text, '\n', at) };
}

/** Stops a specifier from writing control sequences to the terminal or forging a second line. @param {string} text */
function printable(text) {
  let clean = '';
  for (let i = 0; i < text.length; i++) {
    const code = charCodeAt(text, i);
    clean += code < 32 || (code >= 127 && code < 160) ? '?' : text[i];
  }
  return clean;
}

/** @param {string} text */
function say(text) {
  try {
    writeSync(2, text);
  } catch {
    // a closed stderr must not turn a refusal into something else
  }
}

/** @param {string} events @param {object} event */
function append(events, event) {
  try {
    appendFileSync(events, `${toJson(event)}\n`);
  } catch {
    // the refusal stands whether or not it could be recorded
  }
}

module.exports = { newDenials, placeOfSpecifier, printable, say };
