'use strict';
// What tells that a file is still as it was when its digest was found: its time of change, which nobody can set back, with
// device, inode and size. To hash it again means to load `node:crypto`, which costs a quarter of Node's whole start.

const { arrayIncludes, closeSync, fstatSync, now, openSync, readFileSync, realProcess, split, statfsSync } = require('./primordials.cjs');

/** File systems whose times come from this machine's clock: ext, btrfs, xfs, tmpfs, overlay, f2fs, zfs, bcachefs. */
const LOCAL = [0xef53, 0x9123683e, 0x58465342, 0x01021994, 0x794c7630, 0xf2f52010, 0x2fc12fc1, 0xca451a4e];

/** Covers the granularity of a file system's times: what was changed a moment ago may be changed again unseen. */
const MARGIN_MS = 2000;
const NS_IN_MS = 1000000;

const UNKNOWN = '-';

/**
 * A file and what its state was right after it was read: who writes to a file sets its time of change first.
 * @param {string} file absolute path
 * @returns {{ bytes: any, state: string }}
 */
function readWithState(file) {
  const fd = openSync(file, 'r');
  try {
    const bytes = readFileSync(fd);
    return { bytes, state: stateOfOpen(fd) };
  } finally {
    closeSync(fd);
  }
}

/** @param {number} fd @returns {string} `-` where times of change can be set */
function stateOfOpen(fd) {
  if (realProcess.platform !== 'linux') return UNKNOWN;
  const { ctimeNs, dev, ino, size } = fstatSync(fd, { bigint: true });
  return `${ctimeNs}:${dev}:${ino}:${size}`;
}

/**
 * Whether a state that was found just now speaks for the file from here on.
 * @param {string} file @param {string} state
 */
function isLasting(file, state) {
  if (state === UNKNOWN) return false;
  return +split(state, ':')[0] / NS_IN_MS < now() - MARGIN_MS && isLocal(file);
}

/** @param {string} file */
function isLocal(file) {
  return realProcess.platform === 'linux' && arrayIncludes(LOCAL, statfsSync(file).type);
}

/**
 * What stands beside a record of code: the digest of the record, its state, and that of the policy manifest it was made under.
 * @param {string | undefined} text
 * @returns {{ digest: string | undefined, record: string | undefined, manifest: string | undefined }}
 */
function pinnedStates(text) {
  // what is none is like no digest and no state of a file
  const parts = split(text ?? '', ' ');
  return parts.length === 3 ? { digest: parts[0], record: known(parts[1]), manifest: known(parts[2]) }
    : { digest: text === '' ? undefined : text, record: undefined, manifest: undefined };
}

/** @param {string} state */
function known(state) {
  return state === UNKNOWN ? undefined : state;
}

module.exports = { UNKNOWN, isLasting, isLocal, pinnedStates, readWithState, stateOfOpen };
