'use strict';
// Sessions and streams of HTTP/2. Their classes belong to no builtin's exports, so one of each is made over a stream that
// leads nowhere and closed before any package sees one: `Object.getPrototypeOf(stream).respond = …` would see the answers of
// everybody, `new session.constructor(…)` would speak over any socket.
//
// Who was handed a request or a stream has its session, and by it the other streams of the same connection, as the socket of
// HTTP/1 is that of later requests too. It does not have the server.

const {
  apply, arrayPush, construct, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, promisifyCustom, requireBuiltin, Set, setAdd,
  setHas, setPrototypeOf, symbolText, WeakMap, weakMapGet, weakMapSet,
} = require('./primordials.cjs');
const { call } = require('./handles.cjs');
const { hideIdleTimers } = require('./idletimers.cjs');
const { letEmit, linkTo, refusal, serverOf, ServerLink } = require('./links.cjs');
const { needRoom } = require('./room.cjs');

const MAKES_SESSIONS = ['connect', 'createServer', 'createSecureServer', 'performServerHandshake'];

/**
 * Before `http2` is closed. Many load it for nothing (axios), so the classes are closed when somebody first connects or serves.
 * @param {any} http2 @param {(real: any) => void} closeClass
 */
function limitHttp2(http2, closeClass) {
  const real = { ...http2 };
  let done = false;
  for (let i = 0; i < MAKES_SESSIONS.length; i++) {
    const original = real[MAKES_SESSIONS[i]];
    const { [MAKES_SESSIONS[i]]: first } = { [MAKES_SESSIONS[i]](/** @type {any[]} */ ...args) {
      if (!done) closeNow(real, closeClass);
      done = true;
      return apply(original, this, args);
    } };
    defineProperty(first, 'length', { __proto__: null, value: original.length, configurable: true });
    const custom = getOwnPropertyDescriptor(original, promisifyCustom);
    // `util.promisify(connect)` calls what it finds there
    if (custom !== undefined) {
      const { value } = custom;
      defineProperty(first, promisifyCustom, { __proto__: null, value: (/** @type {any[]} */ ...args) => {
        if (!done) closeNow(real, closeClass);
        done = true;
        return apply(value, undefined, args);
      } });
    }
    http2[MAKES_SESSIONS[i]] = first;
  }
}

/** @param {any} http2 with the functions of Node @param {(real: any) => void} closeClass */
function closeNow(http2, closeClass) {
  needRoom();
  const nothing = () => {};
  const { Duplex } = requireBuiltin('stream');
  const nowhere = () => new Duplex({ read: nothing, write: (/** @type {any} */ _, /** @type {any} */ __, /** @type {() => void} */ done) => done() });
  const ofServer = call(http2, 'performServerHandshake', nowhere());
  const ofClient = call(http2, 'connect', 'http://127.0.0.1', { createConnection: nowhere });
  const request = call(ofClient, 'request');
  const made = [ofServer, ofClient, request];
  const server = call(http2, 'createServer');
  const streams = limitStreams(getPrototypeOf(getPrototypeOf(request)).constructor, Duplex, closeClass);
  limitSessions(getPrototypeOf(getPrototypeOf(ofServer)), ofServer, server, streams);
  hideIdleTimers(getPrototypeOf(getPrototypeOf(ofServer)), ofServer);
  hideIdleTimers(getPrototypeOf(getPrototypeOf(request)), request);
  for (let i = 0; i < made.length; i++) {
    call(made[i], 'on', 'error', nothing);
    closeClass(getPrototypeOf(made[i]).constructor);
    const keys = ownKeys(made[i]);
    for (let j = 0; j < keys.length; j++) {
      const name = named(keys[j]);
      if ((name === 'kHandle' || name === 'socket') && typeof made[i][keys[j]] === 'object') closeClass(getPrototypeOf(made[i][keys[j]]).constructor);
    }
  }
  closeClass(getPrototypeOf(server).constructor);
  closeClass(getPrototypeOf(call(http2, 'createSecureServer')).constructor);
  for (let i = made.length; i-- > 0;) call(made[i], 'destroy');
}

/**
 * The classes of streams are closed by the first stream of each, for those of servers come with a connection only.
 * @param {any} Stream what all streams of HTTP/2 extend @param {any} Duplex @param {(real: any) => void} closeClass
 */
function limitStreams(Stream, Duplex, closeClass) {
  const closed = new Set();
  /** Streams that the server was not told of yet. */
  const fresh = new WeakMap();
  const { Duplex: Parent } = {
    /** @param {any} options */
    Duplex: function (options) {
      const { target } = { target: new.target };
      if (target !== undefined && !setHas(closed, target)) {
        closeClass(target);
        setAdd(closed, target);
      }
      const stream = construct(Duplex, [options], target);
      weakMapSet(fresh, stream, true);
      return stream;
    },
  };
  /** @type {any} */ (Parent).prototype = Duplex.prototype;
  setPrototypeOf(Stream, Parent);
  return fresh;
}

/**
 * @param {any} prototype of all sessions @param {any} session @param {any} server @param {WeakMap<object, boolean>} fresh
 */
function limitSessions(prototype, session, server, fresh) {
  const kServer = symbolOf(session, 'server');
  const kSocket = symbolOf(session, 'socket');
  const servers = new WeakMap();
  defineProperty(prototype, kServer, {
    __proto__: null, configurable: false, enumerable: false,
    /** @this {any} */
    get() {
      return weakMapGet(servers, this);
    },
    /** @this {any} @param {any} value */
    set(value) {
      if (value === undefined || weakMapGet(servers, this) !== undefined) return;
      weakMapSet(servers, this, linkTo(value));
      // Node leaves the server on the socket and never looks at it
      hide(this[kSocket], kServer);
      hide(this[kSocket]?.stream, kServer);
    },
  });
  letLeave(server);
  letEmit('sessionError', () => {});
  letEmit('priority', () => {});
  // stops `session.emit('stream', stream, headers)`, a request of nobody
  letEmit('stream', (stream) => {
    if (typeof stream !== 'object' || stream === null || weakMapGet(fresh, stream) !== true) throw refusal('session.server.emit', 'only Node tells a server of a stream, and once');
    weakMapSet(fresh, stream, false);
  });
  deleteProperty(session, kServer);
}

/** Since Node 24 a server lists its sessions, and each takes itself off. @param {any} server */
function letLeave(server) {
  const kSessions = symbolOf(server, 'sessions', false);
  if (kSessions === undefined) return;
  const Sessions = getPrototypeOf(server[kSessions]);
  const leave = Sessions.delete;
  defineProperty(ServerLink.prototype, kSessions, {
    __proto__: null, configurable: false, enumerable: false,
    /** @this {any} */
    get() {
      const sessions = serverOf(this)?.[kSessions];
      return sessions === undefined ? undefined : { __proto__: null, delete: (/** @type {any} */ session) => apply(leave, sessions, [session]) };
    },
  });
}

/** @param {any} socket @param {symbol} key */
function hide(socket, key) {
  if (typeof socket !== 'object' || socket === null) return;
  defineProperty(socket, key, { __proto__: null, configurable: false, enumerable: false, get: () => undefined, set: () => {} });
}

/** @param {any} object @param {string} name @param {boolean} [needed] @returns {any} */
function symbolOf(object, name, needed = true) {
  /** @type {symbol[]} */
  const found = [];
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) if (named(keys[i]) === name) arrayPush(found, keys[i]);
  // a Node that wires its sessions differently is none that this knows how to contain
  if (found.length > 1 || (needed && found.length === 0)) throw refusal('http2', `this Node has no \`${name}\` on its sessions; run a Node that this Ambit knows`);
  return found[0];
}

/** @param {string | symbol} key */
function named(key) {
  return typeof key === 'symbol' ? symbolText(key) : '';
}

module.exports = { limitHttp2 };
