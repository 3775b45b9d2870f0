'use strict';
// What a socket or a request leads to: in the place of its server or agent, an object that can do what Node needs of it and
// no more.

const {
  apply, arrayIncludes, arrayPush, defineProperty, deleteProperty, Error, freeze, getOwnPropertyDescriptor, getPrototypeOf, isArray, Map, mapGet, mapSet, WeakMap, weakMapGet,
  weakMapSet,
} = require('./primordials.cjs');
const { isCalledBySending } = require('./caller.cjs');

/** What Node emits on the server of a socket. Not `request` or `connection`: those would be requests of nobody. */
const EMITTED = [
  'timeout', 'clientError', 'secureConnection', 'tlsClientError', 'keylog', 'resumeSession', 'newSession', 'OCSPRequest', 'error', 'session',
];
/** Settings that may be read, of servers and of agents. */
const OF_SERVERS = [
  'listening', 'timeout', 'keepAliveTimeout', 'keepAliveTimeoutBuffer', 'headersTimeout', 'requestTimeout', 'maxHeadersCount', 'maxRequestsPerSocket',
  'maxConnections', 'allowHalfOpen', 'pauseOnConnect', 'noDelay', 'keepAlive', 'requestCert', 'rejectUnauthorized',
];
const OF_AGENTS = [
  'protocol', 'defaultPort', 'keepAlive', 'keepAliveMsecs', 'maxSockets', 'maxFreeSockets', 'maxTotalSockets', 'totalSocketCount', 'scheduling',
];

/** Events of other builtins' servers, each with what throws when it must not be emitted. @type {Map<string, (first: any) => void>} */
const checks = new Map();

/** @param {string} event @param {(first: any) => void} check */
function letEmit(event, check) {
  mapSet(checks, event, check);
}

/** The server behind a link, undefined for anything else. @type {(link: any) => any} */
let serverOf;

/** @param {any} link @param {any} real @param {any} event @param {any} listener */
function listenForClose(link, real, event, listener) {
  if (event === 'close' && typeof listener === 'function') apply(real.on, real, ['close', () => apply(listener, link, [])]);
  return link;
}

class Server {
  /** @type {any} */
  #real;

  /** @param {any} real */
  constructor(real) {
    this.#real = real;
  }

  static {
    serverOf = (link) => (#real in link ? link.#real : undefined);
  }

  /** @param {any} event @param {any[]} args */
  emit(event, ...args) {
    const real = this.#real;
    const check = typeof event === 'string' ? mapGet(checks, event) : undefined;
    if (check !== undefined) check(args[0]);
    // stops `socket.server.emit('request', …)`
    else if (!arrayIncludes(EMITTED, event)) throw refusal('socket.server.emit', 'only the owner of a server emits its events');
    const all = [event];
    for (let i = 0; i < args.length; i++) arrayPush(all, args[i]);
    return apply(real.emit, real, all);
  }

  /**
   * Whoever serves a request may end its own work with the server (http-proxy-middleware). Other events would hand over the
   * requests and sockets of others: listeners for them are kept by nobody.
   * @param {any} event @param {any} listener
   */
  on(event, listener) {
    return listenForClose(this, this.#real, event, listener);
  }

  /** @param {any} event @param {any} listener */
  once(event, listener) {
    return listenForClose(this, this.#real, event, listener);
  }

  /** @param {any} event */
  listenerCount(event) {
    return apply(this.#real.listenerCount, this.#real, [event]);
  }

  address() {
    return apply(this.#real.address, this.#real, []);
  }

  get _connections() {
    return serverOf(this)?._connections;
  }

  set _connections(count) {
    // a closing socket counts itself off
    const real = serverOf(this);
    if (real !== undefined && count === real._connections - 1) real._connections = count;
  }

  get _emitCloseIfDrained() {
    const real = serverOf(this);
    return typeof real?._emitCloseIfDrained === 'function' ? () => apply(real._emitCloseIfDrained, real, []) : undefined;
  }

  get _connectionKey() {
    return serverOf(this)?._connectionKey;
  }

  /** @param {any} list */
  _setupWorker(list) {
    // stops a list that somebody made: the server would call it when it is closed. Node makes one of a socket that is sent
    if (!isCalledBySending()) throw refusal('socket.server._setupWorker', 'only Node itself sends sockets to child processes');
    apply(this.#real._setupWorker, this.#real, [list]);
  }

  get _sharedCreds() {
    return serverOf(this)?._sharedCreds;
  }

  get _contexts() {
    const contexts = serverOf(this)?._contexts;
    if (!isArray(contexts)) return contexts;
    /** @type {any[]} */
    const copy = [];
    for (let i = 0; i < contexts.length; i++) arrayPush(copy, contexts[i]);
    return freeze(copy);
  }
}

class Agent {
  /** @type {any} */
  #real;
  /** @type {any} */
  #request;

  /** @param {any} real @param {any} request */
  constructor(real, request) {
    this.#real = real;
    this.#request = request;
  }

  /** @param {any} request @param {any[]} args */
  addRequest(request, ...args) {
    const real = this.#real;
    // stops `response.req.agent.addRequest(…)`: Node does it once, when the request is made
    if (request !== this.#request) throw refusal('request.agent', 'the agent of a request is used for that request only');
    this.#request = undefined;
    const all = [request];
    for (let i = 0; i < args.length; i++) arrayPush(all, args[i]);
    return apply(real.addRequest, real, all);
  }

  get options() {
    // the prototype has the getter too, and no agent behind it
    return #real in this ? freeze({ timeout: this.#real.options?.timeout }) : undefined;
  }

  /** @param {any} link @param {string} key */
  static read(link, key) {
    return #real in link ? link.#real[key] : undefined;
  }
}

const readAgent = Agent.read;
deleteProperty(Agent, 'read');
for (let i = 0; i < OF_SERVERS.length; i++) shown(Server.prototype, OF_SERVERS[i], (link) => serverOf(link)?.[OF_SERVERS[i]]);
for (let i = 0; i < OF_AGENTS.length; i++) shown(Agent.prototype, OF_AGENTS[i], (link) => readAgent(link, OF_AGENTS[i]));
freeze(Server);
freeze(Agent);
freeze(Agent.prototype);
inertConstructor(Server.prototype);
inertConstructor(Agent.prototype);

/** @param {any} prototype @param {string} key @param {(link: any) => any} read */
function shown(prototype, key, read) {
  defineProperty(prototype, key, {
    __proto__: null, configurable: false, enumerable: false, set: undefined,
    /** @this {any} */
    get() {
      const value = read(this);
      return typeof value === 'object' || typeof value === 'function' ? undefined : value;
    },
  });
}

/** @param {any} prototype */
function inertConstructor(prototype) {
  const d = getOwnPropertyDescriptor(prototype, 'constructor');
  if (d?.configurable) defineProperty(prototype, 'constructor', { __proto__: null, value: undefined, writable: false, configurable: false });
}

const links = new WeakMap();

/** The link to a server, one for each, so that it is the same for all its sockets. @param {any} server */
function linkTo(server) {
  let link = weakMapGet(links, server);
  if (link === undefined) weakMapSet(links, server, link = new Server(server));
  return link;
}

/** @param {any} value */
function isAgentLink(value) {
  return getPrototypeOf(value) === Agent.prototype;
}

/** @param {string} name @param {string} why */
function refusal(name, why) {
  const error = new Error(`\`${name}\` is refused: ${why}`);
  /** @type {any} */ (error).code = 'ERR_AMBIT_DENIED';
  return error;
}

module.exports = { AgentLink: Agent, isAgentLink, letEmit, linkTo, refusal, serverOf: (/** @type {any} */ link) => serverOf(link), ServerLink: Server };
