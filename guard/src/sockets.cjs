'use strict';
// What a socket or a request leads to. Whoever was handed `req` must not get from there to the server, whose later requests
// hold the secrets of others, nor to an agent or a `connect` that opens connections to wherever it likes.
//
// Node itself reads these links from the instance, and a getter cannot know who asks. So everybody gets a link
// (links.cjs) that can do what Node needs of it and no more.

const {
  apply, defineProperty, deleteProperty, getPrototypeOf, hasOwn, isArray, ownKeys, WeakMap, weakMapGet, weakMapHas, weakMapSet,
} = require('./primordials.cjs');
const { hideIdleTimers } = require('./idletimers.cjs');
const { AgentLink, isAgentLink, linkTo, refusal, serverOf, ServerLink } = require('./links.cjs');

/**
 * Before `net` is closed.
 * @param {any} net
 */
function limitSockets({ Server: Real, Socket }) {
  const servers = new WeakMap();
  const isServer = (/** @type {any} */ value) => typeof value === 'object' && value !== null && inherits(value, Real.prototype);
  const names = ['server', '_server'];
  for (let i = 0; i < names.length; i++) {
    const held = i === 0 ? servers : new WeakMap();
    defineProperty(Socket.prototype, names[i], {
      __proto__: null, configurable: false, enumerable: false,
      /** @this {any} */
      get() {
        return weakMapGet(held, this) ?? null;
      },
      /** @this {any} @param {any} value */
      set(value) {
        if (isServer(value)) weakMapSet(held, this, linkTo(value));
        // each socket starts with none: of `net` with null, of `tls` with undefined
        else if ((value !== null && value !== undefined) || weakMapHas(held, this)) weakMapSet(held, this, value);
      },
    });
  }
  defineProperty(Socket.prototype, '_tlsOptions', {
    __proto__: null, configurable: false, enumerable: false, get: () => undefined,
    /** @this {any} @param {any} value */
    set(value) {
      if (isServer(value?.server)) value = { ...value, server: linkTo(value.server) };
      defineProperty(this, '_tlsOptions', { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
  });
  hideIdleTimers(Socket.prototype, new Socket());
  limitConnect(Socket.prototype, servers);
}

/**
 * A socket connects again to where it was connected before, as clients do that reconnect, and nowhere else. One that a
 * server accepted does not connect at all.
 * @param {any} prototype @param {WeakMap<object, any>} servers
 */
function limitConnect(prototype, servers) {
  const { connect } = prototype;
  const targets = new WeakMap();
  prototype.connect = { connect(/** @type {any[]} */ ...args) {
    const before = weakMapGet(targets, this);
    if (before === undefined && !weakMapHas(servers, this)) {
      weakMapSet(targets, this, { target: targetOf(args), lookup: optionsOf(args).lookup });
      return apply(connect, this, args);
    }
    // read once: getters could name one target here and another one to Node
    const options = optionsOf(args);
    // stops `req.socket.destroy().connect(port, host)` from a package that was handed a socket
    // and `req.socket.connect({ …the same…, lookup })` from saying that the same name is another address
    if (before === undefined || targetOf([options]) !== before.target || (options.lookup !== undefined && options.lookup !== before.lookup)) {
      throw refusal('socket.connect', 'a socket that was handed on connects nowhere else; require `net`');
    }
    const last = args[args.length - 1];
    return apply(connect, this, typeof last === 'function' ? [options, last] : [options]);
  } }.connect;
}

/** @param {any[]} args */
function optionsOf(args) {
  // Node's own calls hand over an array of what it normalized
  const first = isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) return { ...first };
  if (typeof first === 'string' && `${+first}` !== first) return { path: first };
  return { port: first, host: typeof args[1] === 'string' ? args[1] : undefined };
}

/** @param {any[]} args */
function targetOf(args) {
  const { path, host, port } = optionsOf(args);
  return path === undefined || path === null ? `${host ?? 'localhost'} ${port}` : `path ${path}`;
}

/**
 * Before `http` is closed.
 * @param {any} http
 */
function limitRequests({ ClientRequest }) {
  const agents = new WeakMap();
  defineProperty(ClientRequest.prototype, 'agent', {
    __proto__: null, configurable: false, enumerable: false,
    /** @this {any} */
    get() {
      return weakMapGet(agents, this);
    },
    /** @this {any} @param {any} value */
    set(value) {
      if (value !== undefined) weakMapSet(agents, this, typeof value === 'object' && value !== null && !isAgentLink(value) ? new AgentLink(value, this) : value);
    },
  });
}

/**
 * Parsers are used again for other connections: what somebody left on one that a socket led to (`socket.parser`) would
 * see the headers of others.
 * @param {any} HTTPParser before it is closed
 */
function limitParsers({ prototype }) {
  const { initialize } = prototype;
  const methods = ownKeys(prototype);
  const callbacks = new WeakMap();
  prototype.initialize = { initialize(/** @type {any[]} */ ...args) {
    /** @type {any} */
    const parser = this;
    const known = weakMapGet(callbacks, parser);
    if (known === undefined) {
      weakMapSet(callbacks, parser, callbacksOf(parser));
    } else {
      for (let i = 0; i < known.length; i++) if (parser[i] !== known[i]) parser[i] = known[i];
      for (let i = 0; i < methods.length; i++) if (hasOwn(parser, methods[i])) deleteProperty(parser, methods[i]);
    }
    return apply(initialize, this, args);
  } }.initialize;
}

const CALLBACKS = 8;

/** @param {any} parser */
function callbacksOf(parser) {
  const result = [];
  for (let i = 0; i < CALLBACKS; i++) result[i] = parser[i];
  return result;
}

/**
 * HTTP/2 servers that also speak HTTP/1 set the classes of their messages on `socket.server` before each connection.
 * @param {any} http @param {any} http2
 */
function linkMessageClasses(http, http2) {
  const server = new http.Server();
  const { createSecureServer } = http2;
  const prototype = getPrototypeOf(createSecureServer());
  const keys = ownKeys(server);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== 'symbol' || (server[key] !== http.IncomingMessage && server[key] !== http.ServerResponse)) continue;
    defineProperty(ServerLink.prototype, key, {
      __proto__: null, configurable: false, enumerable: false,
      /** @this {any} */
      get() {
        return serverOf(this)?.[key];
      },
      /** @this {any} @param {any} value */
      set(value) {
        const real = serverOf(this);
        // not on servers of HTTP/1, which keep theirs
        if (real !== undefined && typeof value === 'function' && inherits(real, prototype)) real[key] = value;
      },
    });
  }
}

/** @param {any} value @param {any} prototype */
function inherits(value, prototype) {
  for (let at = getPrototypeOf(value); at !== null; at = getPrototypeOf(at)) if (at === prototype) return true;
  return false;
}

module.exports = { limitParsers, limitSockets, limitRequests, linkMessageClasses };
