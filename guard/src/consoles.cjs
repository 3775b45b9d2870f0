'use strict';
// A console for each package. It calls the application's, so that an application which captures its console sees what
// packages print; a package which replaces `console.log` replaces only its own.

const { apply, create, defineProperty, freeze, ObjectPrototype, ownKeys, realConsole, SymbolToStringTag } = require('./primordials.cjs');

/** @returns {any} */
function newConsole() {
  const view = create(create(ObjectPrototype));
  const keys = ownKeys(realConsole);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    // `_stdout` and the symbols lead to the real streams
    if (typeof key !== 'string' || key[0] === '_' || typeof realConsole[key] !== 'function') continue;
    const value = key === 'Console' ? realConsole[key]
      : { [key]: (/** @type {any[]} */ ...args) => apply(realConsole[key], realConsole, args) }[key];
    defineProperty(view, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  }
  defineProperty(view, SymbolToStringTag, { __proto__: null, value: 'console', configurable: true });
  return view;
}

/** The one on the global object, for whoever gets there. */
function newFrozenConsole() {
  const view = newConsole();
  const keys = ownKeys(view);
  for (let i = 0; i < keys.length; i++) if (typeof view[keys[i]] === 'function') freeze(view[keys[i]]);
  return freeze(view);
}

module.exports = { newConsole, newFrozenConsole };
