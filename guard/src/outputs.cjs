'use strict';
// A standard output for each package: a stream of its own that writes to the real one. A package that replaces
// `process.stdout.write`, as loggers and reporters do, sees and changes its own output only.

const { apply, create, defineProperty, freeze, requireBuiltin, TypeError } = require('./primordials.cjs');

const SHOWN = [
  'isTTY', 'columns', 'rows', 'fd', '_type', '_isStdio', 'bytesWritten', 'writableLength', 'writableNeedDrain', 'writableHighWaterMark',
];
const CALLED = ['getColorDepth', 'hasColors', 'getWindowSize', 'cursorTo', 'moveCursor', 'clearLine', 'clearScreenDown', 'ref', 'unref'];

/** @param {any} real `process.stdout` or `process.stderr` */
function outputFor(real) {
  const { Writable } = requireBuiltin('stream');
  const stand = new Writable({ decodeStrings: false, autoDestroy: false, emitClose: false, write: (/** @type {any} */ chunk, /** @type {any} */ encoding, /** @type {any} */ done) => {
    apply(real.write, real, [chunk, encoding]);
    done();
  } });
  // programs made from Dart note on the class of whatever they see what it is for them; the shared one is frozen
  defineProperty(stand, 'constructor', {
    __proto__: null, value: function WriteStream() { throw new TypeError('Illegal constructor'); }, writable: true, enumerable: false, configurable: true,
  });
  // straight through: nothing waits here when the process exits, and callbacks mean that it was written
  assignable(stand, 'write', (/** @type {any[]} */ ...args) => {
    const ready = apply(real.write, real, args);
    if (!ready) apply(real.once, real, ['drain', () => apply(stand.emit, stand, ['drain'])]);
    return ready;
  });
  for (let i = 0; i < SHOWN.length; i++) {
    const key = SHOWN[i];
    if (key in real) defineProperty(stand, key, { __proto__: null, get: () => real[key], enumerable: true, configurable: true });
  }
  for (let i = 0; i < CALLED.length; i++) {
    const key = CALLED[i];
    if (typeof real[key] !== 'function') continue;
    assignable(stand, key, { [key]: (/** @type {any[]} */ ...args) => {
      const result = apply(real[key], real, args);
      return result === real ? stand : result;
    } }[key]);
  }
  // npmlog, yargs and others: `process.stdout._handle?.setBlocking?.(true)`
  const handle = real._handle;
  if (typeof handle?.setBlocking === 'function') {
    const setBlocking = (/** @type {unknown} */ on) => apply(handle.setBlocking, handle, [on]);
    assignable(stand, '_handle', freeze({ __proto__: null, setBlocking }));
  }
  if (real.isTTY) apply(real.on, real, ['resize', () => apply(stand.emit, stand, ['resize'])]);
  return stand;
}

/** @param {any} stand @param {string} key @param {any} value */
function assignable(stand, key, value) {
  defineProperty(stand, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** The two streams of a package, made when it first looks. */
function newOutputs() {
  const stands = create(null);
  return (/** @type {string} */ key, /** @type {any} */ real) => stands[key] ??= outputFor(real);
}

module.exports = { newOutputs };
