'use strict';
// The entry of the guard where only code integrity is asked for: every file that Node loads is one that was signed, and
// nothing else is different from plain Node. Loaded by `NODE_OPTIONS=--require` before any other code, in every thread and
// child process. With containment, `start.cjs` does the same and more.

const { exitNow, realProcess, writeSync } = require('./primordials.cjs');
const { readIntegrity } = require('./integrity.cjs');
const { enforceIntegrity } = require('./integrity-loading.cjs');

const NOT_VERIFIED = 4;
const BAD_SETTINGS = 2;

/** @param {string} message @param {number} code @returns {never} */
function stop(message, code) {
  try {
    writeSync(2, `${message}\n`);
  } catch {
    // a closed stderr must not turn a refusal into something else
  }
  exitNow(code);
  // not reached; a process that survived `exit` must not go on either
  for (;;);
}

try {
  const {
    AMBIT_INTEGRITY: file, AMBIT_INTEGRITY_DIGEST: pin, AMBIT_EVENTS: events, NODE_OPTIONS, AMBIT_EXEC_CHECK, AMBIT_EXEC_CHECK_INTEGRITY,
  } = realProcess.env;
  if (file === undefined || file === '') stop('ambit: AMBIT_INTEGRITY is not set; start the program with `ambit run`', BAD_SETTINGS);
  enforceIntegrity(readIntegrity(file, pin, events), {
    NODE_OPTIONS, AMBIT_INTEGRITY: file, AMBIT_INTEGRITY_DIGEST: pin, AMBIT_EVENTS: events, AMBIT_EXEC_CHECK, AMBIT_EXEC_CHECK_INTEGRITY,
  });
} catch (error) {
  const { code, isSettingsError, message, stack } = /** @type {any} */ (error);
  if (code === 'ERR_CODE_INTEGRITY_BLOCKED') stop(`${code} ${message}`, NOT_VERIFIED);
  stop(`ambit: ${isSettingsError ? message : `the guard could not start: ${stack}`}`, isSettingsError ? BAD_SETTINGS : 70);
}
