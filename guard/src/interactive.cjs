'use strict';
// The doors through which code enters a process without lying in a file: text on the command line, the REPL, standard
// input, a debugger, source text of workers, `data:` modules; and, where asked for, what a program compiles itself.

const {
  apply, arrayIncludes, construct, defineProperty, keysOf, ModulePrototype, realProcess, requireBuiltin, split, startsWith,
  syncBuiltinESMExports,
} = require('./primordials.cjs');
const { nameOf } = require('./flags.cjs');

/** @typedef {import('./integrity.cjs').Integrity} Integrity */

const TEXT = ['-e', '--eval', '-p', '--print', '-pe', '-i', '--interactive'];
// these run files, or nothing, though the command line names none
const WITHOUT_FILE = ['--test', '--run', '--check', '-c', '--watch', '--bench'];

/**
 * Refuses a process that was started to run code in no file, or that lets a debugger put code in.
 * @param {Integrity} integrity
 */
function refuseDoors(integrity) {
  if (integrity.interactive === 'allowed') return;
  const { isMainThread } = requireBuiltin('worker_threads');
  // whoever starts a worker from text is asked then
  if (!isMainThread) return;
  const { _eval, argv, execArgv, env } = /** @type {any} */ (realProcess);
  let named = false;
  for (let i = 0; i < execArgv.length; i++) {
    const flag = nameOf(execArgv[i]);
    if (arrayIncludes(TEXT, flag)) integrity.block(`\`${flag}\``);
    // stops an attacker on this machine from attaching, or a page from reaching the port (DNS rebinding)
    if (isDebugger(flag)) integrity.block(`\`${flag}\``);
    if (arrayIncludes(WITHOUT_FILE, flag)) named = true;
  }
  const options = split(env.NODE_OPTIONS ?? '', ' ');
  for (let i = 0; i < options.length; i++) if (isDebugger(nameOf(options[i]))) integrity.block(`\`${nameOf(options[i])}\` in NODE_OPTIONS`);
  if (_eval !== undefined) integrity.block('source text on the command line');
  else if (argv[1] === '-') integrity.block('a program on standard input');
  else if (argv[1] === undefined && !named) integrity.block('the REPL, or a program on standard input,');
}

/** @param {string} flag */
function isDebugger(flag) {
  return startsWith(flag, '--inspect') && flag !== '--inspect-publish-uid' || flag === '--debug-port';
}

/**
 * Closes the doors of a builtin, before anybody gets it.
 * @param {Integrity} integrity @param {string} name without `node:`
 */
function closeDoors(integrity, name) {
  if (integrity.interactive !== 'allowed') {
    // stops a signed program that offers a prompt from being one for whoever reaches its terminal or socket
    if (name === 'repl') replace(name, ['start', 'REPLServer'], () => integrity.block('a REPL'));
    // `node inspect`, and a port that takes code from anywhere
    if (name === 'inspector' || name === 'inspector/promises') replace(name, ['open'], () => integrity.block('`inspector.open`'));
  }
  if (integrity.sourceTextOnly) {
    if (name === 'vm') replace(name, COMPILERS, () => integrity.blockText('source text given to `vm`'));
    if (name === 'module') replace(name, ['register', 'registerHooks'], () => integrity.blockText('a module loader of the program'));
  }
}

const COMPILERS = [
  'Script', 'compileFunction', 'createScript', 'runInContext', 'runInNewContext', 'runInThisContext', 'SourceTextModule', 'SyntheticModule',
];

/** @param {string} builtin @param {string[]} members @param {() => void} refuse */
function replace(builtin, members, refuse) {
  const module = requireBuiltin(builtin);
  for (let i = 0; i < members.length; i++) {
    const original = module[members[i]];
    if (typeof original !== 'function') continue;
    /** @type {any} */
    const closed = /** @this {any} @param {any[]} args */ function (...args) {
      refuse();
      return new.target === undefined ? apply(original, this, args) : construct(original, args, new.target);
    };
    defineProperty(closed, 'name', { __proto__: null, value: members[i], configurable: true });
    closed.prototype = original.prototype;
    const names = keysOf(original);
    for (let j = 0; j < names.length; j++) closed[names[j]] = original[names[j]];
    module[members[i]] = closed;
  }
  syncBuiltinESMExports();
}

/**
 * What Node's loader compiles has to be the text that was judged; a loader of the program that compiles another is refused.
 * @param {Integrity} integrity @param {(file: string) => string | undefined} judged the text of a file as it was judged
 */
function refuseOtherText(integrity, judged) {
  const { _compile } = ModulePrototype;
  // stops `module._compile(text, file)`, which is `eval` with a file's name
  ModulePrototype._compile = /** @this {any} @param {string} text @param {string} file @param {any} format */ function (text, file, format) {
    if (judged(file) !== text) integrity.blockText('source text given to `module._compile`');
    return apply(_compile, this, [text, file, format]);
  };
}

module.exports = { closeDoors, refuseDoors, refuseOtherText };
