'use strict';
// `http.globalAgent` holds the connections and sees the requests of everybody. Each package gets one of its own, and its
// requests use it.

const { apply, construct, defineProperty, getPrototypeOf, requireBuiltin, setPrototypeOf } = require('./primordials.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

/** @type {Record<string, any>} */
const firstAgents = { __proto__: null };

/**
 * The agent of a package, with the settings that the application gave to the real one.
 * @param {Package} pkg @param {string} name `http` or `https`
 */
function agentFor(pkg, name) {
  return pkg.facades[`agent:${name}`] ??= newAgent(name);
}

/** @param {string} name */
function newAgent(name) {
  const real = requireBuiltin(name);
  const { globalAgent } = real;
  const agent = construct(real.Agent, [{ ...globalAgent.options }]);
  agent.maxSockets = globalAgent.maxSockets;
  agent.maxFreeSockets = globalAgent.maxFreeSockets;
  return agent;
}

/**
 * `request` and `get` of a package.
 * @param {Package} pkg @param {string} name @param {string} key @param {(...args: any[]) => any} original
 */
function requestFor(pkg, name, key, original) {
  const real = requireBuiltin(name);
  const own = ownArguments(pkg, name);
  return { [key]: (/** @type {any[]} */ ...args) => apply(original, real, own(args)) }[key];
}

/**
 * The class behind them. Stops `new http.ClientRequest(…)` on the global agent, whose sockets carry the next request of others:
 * whoever had one before hears what they send.
 * @param {Package} pkg @param {any} original
 */
function requestClassFor(pkg, original) {
  const own = ownArguments(pkg, 'http');
  /** @this {any} @param {any[]} args */
  const ClientRequest = function (...args) {
    const given = own(args);
    if (new.target === undefined) return apply(original, this, given);
    return construct(original, given, new.target === ClientRequest ? original : new.target);
  };
  ClientRequest.prototype = original.prototype;
  defineProperty(ClientRequest, 'name', { __proto__: null, value: original.name, configurable: true });
  defineProperty(ClientRequest, 'length', { __proto__: null, value: original.length, configurable: true });
  setPrototypeOf(ClientRequest, getPrototypeOf(original));
  return ClientRequest;
}

/**
 * The arguments of a request, with the package's own agent in the place of everybody's.
 * @param {Package} pkg @param {string} name `http` or `https`
 * @returns {(args: any[]) => any[]}
 */
function ownArguments(pkg, name) {
  const real = requireBuiltin(name);
  firstAgents[name] ??= real.globalAgent;
  return (args) => {
    const at = isAddress(args[0]) ? 1 : 0;
    if (typeof args[at] === 'object' && args[at] !== null) {
      // what Node takes of the options, once: stops an agent that is inherited, or there only the first time
      const given = { ...args[at] };
      if (usesOwn() && wantsDefault(name, given)) given.agent = agentFor(pkg, name);
      args[at] = given;
      return args;
    }
    if (!usesOwn() || at === 0) return args;
    return [args[0], { agent: agentFor(pkg, name) }, typeof args[1] === 'function' ? args[1] : args[2]];
  };

  /** An application that put an agent of its own there (a proxy) means everybody. */
  function usesOwn() {
    return pkg.facades[`agent:${name}`] !== undefined || real.globalAgent === firstAgents[name];
  }
}

/** Whether Node would take the global agent. @param {string} name @param {any} options */
function wantsDefault(name, options) {
  return (options.agent === undefined || options.agent === null) && typeof options.createConnection !== 'function'
    // `https` says itself which one that is
    && (name === 'https' || !options._defaultAgent);
}

/** As Node decides it: a text, or what looks like a URL. @param {any} value */
function isAddress(value) {
  return typeof value === 'string'
    || (typeof value === 'object' && value !== null && !!value.href && !!value.protocol && value.auth === undefined && value.path === undefined);
}

module.exports = { agentFor, requestClassFor, requestFor };
