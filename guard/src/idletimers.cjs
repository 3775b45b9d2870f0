'use strict';
// The timer behind `socket.setTimeout`. Node keeps it on the socket, and on sessions and streams of HTTP/2, under a symbol: a
// link of the list of all timers, so `socket[kTimeout]._idlePrev._timerArgs` reads the arguments of others and
// `._onTimeout` is their callback. What lies there is a stand-in with which Node can do what it does.

const {
  apply, defineProperty, freeze, hasOwn, ownKeys, realGlobal, symbolText,
} = require('./primordials.cjs');
const { newStamp } = require('./stamps.cjs');

// Node's own; packages get stand-ins
const { clearTimeout } = realGlobal;

const nothing = freeze(() => {});

class IdleTimer {
  /** @type {any} */
  #real;

  /** @param {any} real */
  constructor(real) {
    this.#real = real;
  }

  refresh() {
    apply(this.#real.refresh, this.#real, []);
    return this;
  }

  /** Node asks whether there is anything to clear. */
  get _onTimeout() {
    return #real in this && this.#real._onTimeout ? nothing : null;
  }

  set _onTimeout(next) {
    if (next === null) clearTimeout(this.#real);
  }

  /** So Node itself takes it out of no list, and does not use it again. */
  get _destroyed() {
    return true;
  }

  get _idleTimeout() {
    return #real in this ? this.#real._idleTimeout : undefined;
  }

  /** Node clears the links of what it takes out. */
  set _idleTimeout(_) {}
}
freeze(IdleTimer);
freeze(IdleTimer.prototype);

/**
 * @param {any} prototype of sockets, or of sessions or streams of HTTP/2 @param {any} made one of them, which shows the symbol
 */
function hideIdleTimers(prototype, made) {
  const { read: timerOf, write: keepTimer } = newStamp();
  const keys = ownKeys(made);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || symbolText(keys[i]) !== 'timeout' || hasOwn(prototype, keys[i])) continue;
    defineProperty(prototype, keys[i], {
      __proto__: null, configurable: false, enumerable: false,
      /** @this {any} */
      get() {
        return timerOf(this) ?? null;
      },
      /** @this {any} @param {any} timer */
      set(timer) {
        // each socket starts with none
        if (timer !== null || timerOf(this) !== undefined) keepTimer(this, typeof timer?.refresh === 'function' ? new IdleTimer(timer) : null);
      },
    });
  }
}

module.exports = { hideIdleTimers };
