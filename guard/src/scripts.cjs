'use strict';
// Scripts that the application runs by `vm.runInThisContext` declare `const`, `let` and classes in one scope of V8, which
// all code of the realm looks into (CVE-2025-32792). Files of packages do not, since analysis knows their free names. What
// packages make of text has a variable of its own for each name of the text, wherever the manifest says that trusted
// code uses `vm`. Where it does not say so, and trusted code has it all the same, scripts declare nothing.

const {
  apply, arrayJoin, arrayPush, construct, hasOwn, includes, regExpExec, RegExp, Script, scriptRunInThisContext, Set, setAdd, setHas, String, stringFromCodePoint,
  slice, WeakMap, weakMapGet, weakMapSet,
} = require('./primordials.cjs');
const { refusal } = require('./links.cjs');

/** What no variable can be called. */
const KEYWORDS = {
  __proto__: null, break: true, case: true, catch: true, class: true, const: true, continue: true, debugger: true, default: true, delete: true, do: true,
  else: true, enum: true, export: true, extends: true, false: true, finally: true, for: true, function: true, if: true, import: true, in: true,
  instanceof: true, new: true, null: true, return: true, super: true, switch: true, this: true, throw: true, true: true, try: true, typeof: true,
  var: true, void: true, while: true, with: true, let: true, eval: true,
};
/** What no variable of strict code can be called. */
const STRICT = {
  __proto__: null, implements: true, interface: true, package: true, private: true, protected: true, public: true, static: true, yield: true,
  await: true, arguments: true,
};

/**
 * Every name that a text may mean, and more: words of strings and comments, names that it declares itself.
 * @param {string} text
 * @returns {string[]} each once, none of them a keyword
 */
function identifiersIn(text) {
  const plain = includes(text, '\\u') ? unescaped(text) : text;
  const words = new RegExp('[\\p{ID_Start}$_][\\p{ID_Continue}$\\u200c\\u200d]*', 'gu');
  const seen = new Set();
  /** @type {string[]} */
  const names = [];
  for (let match = regExpExec(words, plain); match !== null; match = regExpExec(words, plain)) {
    const name = match[0];
    if (hasOwn(KEYWORDS, name) || setHas(seen, name)) continue;
    setAdd(seen, name);
    arrayPush(names, name);
  }
  return names;
}

/** Stops `tok\u0065n`. @param {string} text */
function unescaped(text) {
  const escapes = new RegExp('\\\\u(?:([0-9a-fA-F]{4})|\\{0*([0-9a-fA-F]{1,6})\\})', 'g');
  let result = '';
  let from = 0;
  for (let match = regExpExec(escapes, text); match !== null; match = regExpExec(escapes, text)) {
    const code = +`0x${match[1] ?? match[2]}`;
    result += slice(text, from, match.index) + (code > 0x10ffff ? '' : stringFromCodePoint(code));
    from = escapes.lastIndex;
  }
  return result + slice(text, from);
}

/**
 * For trusted code that got `vm` without the analysis having seen it: texts that packages made already see what a
 * script declares. Before `vm` is closed.
 * @param {any} vm
 */
function limitScripts(vm) {
  const { Script: Real } = vm;
  const texts = new WeakMap();
  const { Script: Limited } = {
    /** @param {unknown} code @param {any} options */
    Script: function (code, options) {
      const text = String(code);
      const script = construct(Real, [text, options], new.target === undefined || new.target === Limited ? Real : new.target);
      weakMapSet(texts, script, text);
      return script;
    },
  };
  /** @type {any} */ (Limited).prototype = Real.prototype;
  Real.prototype.constructor = Limited;
  const { runInThisContext } = {
    /** @this {any} @param {any} options */
    runInThisContext(options) {
      refuseNames(weakMapGet(texts, this));
      return scriptRunInThisContext(this, options);
    },
  };
  Real.prototype.runInThisContext = runInThisContext;
  vm.Script = Limited;
  vm.runInThisContext = (/** @type {unknown} */ code, /** @type {any} */ options) => {
    return apply(runInThisContext, construct(Limited, [code, options]), [typeof options === 'string' ? undefined : options]);
  };
}

/** @param {string | undefined} text of a script that compiles */
function refuseNames(text) {
  const names = text === undefined ? undefined : identifiersIn(text);
  /** @type {string[]} */
  const ordinary = [];
  /** @type {string[]} */
  const reserved = [];
  for (let i = 0; names !== undefined && i < names.length; i++) arrayPush(names[i] in STRICT ? reserved : ordinary, names[i]);
  if (text !== undefined && !declaresAny(text, ordinary, false) && !declaresAny(text, reserved, true)) return;
  throw refusal('vm.runInThisContext', 'the script declares `const`, `let` or a class, which packages would see, since the analysis did not find that the '
    + 'application uses `vm`; name it in a `require` or an `import`, and run `ambit run` again');
}

/** Whether a script declares one of the names, other than by `var`: the two do not go together. @param {string} text @param {string[]} names @param {boolean} strict */
function declaresAny(text, names, strict) {
  if (names.length === 0) return false;
  try {
    construct(Script, [`${text}\n;var ${arrayJoin(names, ',')}`]);
    return false;
  } catch (error) {
    return !strict || includes(/** @type {any} */ (error).message, 'already been declared');
  }
}

module.exports = { identifiersIn, limitScripts };
