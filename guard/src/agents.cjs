'use strict';
// `http.globalAgent` holds the connections and sees the requests of everybody. Each package gets one of its own, and its
// requests use it.

const { apply, construct, requireBuiltin } = require('./primordials.cjs');

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
  firstAgents[name] ??= real.globalAgent;
  return { [key]: (/** @type {any[]} */ ...args) => {
    const at = isAddress(args[0]) ? 1 : 0;
    const options = typeof args[at] === 'object' && args[at] !== null ? args[at] : undefined;
    // an application that put an agent of its own there (a proxy) means everybody
    const own = pkg.facades[`agent:${name}`] !== undefined || real.globalAgent === firstAgents[name];
    if (own && wantsDefault(options)) {
      const given = { ...options, agent: agentFor(pkg, name) };
      if (options === undefined && at === 0) return apply(original, real, args);
      if (options === undefined) args = [args[0], given, typeof args[1] === 'function' ? args[1] : args[2]];
      else args[at] = given;
    }
    return apply(original, real, args);
  } }[key];
}

/** @param {any} options */
function wantsDefault(options) {
  return options === undefined
    || ((options.agent === undefined || options.agent === null) && options._defaultAgent === undefined && typeof options.createConnection !== 'function');
}

/** As Node decides it: a text, or what looks like a URL. @param {any} value */
function isAddress(value) {
  return typeof value === 'string'
    || (typeof value === 'object' && value !== null && !!value.href && !!value.protocol && value.auth === undefined && value.path === undefined);
}

module.exports = { agentFor, requestFor };
