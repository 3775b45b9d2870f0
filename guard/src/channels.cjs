'use strict';
// Node publishes what all packages do on its diagnostics channels: a request with its headers, a process with its
// arguments. Packages talk to each other on channels of their own, and may publish on any.

const { apply, create, defineProperty, freeze, ObjectPrototype, startsWith } = require('./primordials.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

const OF_NODE = [
  'child_process', 'console.', 'dgram.', 'dns.', 'fs.', 'http.', 'http2.', 'inspector', 'locks.', 'module.', 'net.', 'node.', 'process', 'quic.', 'sqlite',
  'tls.', 'tracing:', 'udp.', 'undici:', 'worker_threads', 'zlib.',
];

/** @param {unknown} name */
function isOfNode(name) {
  if (typeof name !== 'string') return false;
  for (let i = 0; i < OF_NODE.length; i++) {
    // tracing channels prefix the name that they were made with
    if (startsWith(name, OF_NODE[i]) || startsWith(name, `tracing:${OF_NODE[i]}`)) return true;
  }
  return false;
}

/**
 * The members of `diagnostics_channel` for packages that may not subscribe to Node's own.
 * @param {(pkg: Package) => void} refuse throws when enforcing
 */
function channelMemberFor(refuse) {
  /** @param {Package} pkg @param {string} key @param {any} original */
  return (pkg, key, original) => {
    if (key === 'subscribe' || key === 'tracingChannel' || key === 'boundedChannel') {
      return { [key]: (/** @type {any[]} */ ...args) => {
        // stops `subscribe('http.client.request.start', …)` from reading the Authorization of others (CVE-2026-47141)
        if (isOfNode(args[0])) refuse(pkg);
        return apply(original, undefined, args);
      } }[key];
    }
    if (key !== 'channel') return undefined;
    return { channel: (/** @type {any} */ name) => {
      const real = original(name);
      return isOfNode(name) ? publishing(real, () => refuse(pkg)) : real;
    } }.channel;
  };
}

/** A channel that can only be published on; npm's undici does. @param {any} real @param {() => void} refuse */
function publishing(real, refuse) {
  const view = create(ObjectPrototype);
  const members = {
    name: real.name,
    publish: (/** @type {any} */ message) => apply(real.publish, real, [message]),
    runStores: (/** @type {any[]} */ ...args) => apply(real.runStores, real, args),
    subscribe: (/** @type {any} */ listener) => {
      refuse();
      return apply(real.subscribe, real, [listener]);
    },
    unsubscribe: (/** @type {any} */ listener) => apply(real.unsubscribe, real, [listener]),
    bindStore: (/** @type {any[]} */ ...args) => {
      refuse();
      return apply(real.bindStore, real, args);
    },
  };
  const names = /** @type {(keyof typeof members)[]} */ (['name', 'publish', 'runStores', 'subscribe', 'unsubscribe', 'bindStore']);
  for (let i = 0; i < names.length; i++) {
    defineProperty(view, names[i], { __proto__: null, value: members[names[i]], enumerable: true });
  }
  defineProperty(view, 'hasSubscribers', { __proto__: null, get: () => real.hasSubscribers, enumerable: true });
  return freeze(view);
}

module.exports = { channelMemberFor };
