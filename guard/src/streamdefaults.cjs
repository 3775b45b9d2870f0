'use strict';
// `stream.setDefaultHighWaterMark` is one setting for the streams of everybody, and every stream leads to it by the classes that
// its own extends.

const { apply } = require('./primordials.cjs');
const { callerFile } = require('./caller.cjs');
const { refusal } = require('./links.cjs');

/**
 * Before `stream` is closed.
 * @param {any} stream @param {(file: string) => import('./manifest.cjs').Package | undefined} packageOf
 */
function limitDefaults(stream, packageOf) {
  const { setDefaultHighWaterMark } = stream;
  if (setDefaultHighWaterMark === undefined) return;
  stream.setDefaultHighWaterMark = { setDefaultHighWaterMark(/** @type {any} */ objectMode, /** @type {any} */ value) {
    const file = callerFile(false);
    // stops a package from having the streams of others wait for each byte
    if (file === undefined || packageOf(file)?.trusted !== true) {
      throw refusal('stream.setDefaultHighWaterMark', 'it is the default of the streams of all packages; give `highWaterMark` to your own');
    }
    return apply(setDefaultHighWaterMark, undefined, [objectMode, value]);
  } }.setDefaultHighWaterMark;
}

module.exports = { limitDefaults };
