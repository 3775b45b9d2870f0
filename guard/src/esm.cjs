'use strict';
// ES modules: synchronous hooks that follow the manifest for every import, hand Node verified bytes, and put the
// endowments of a file in front of its first line.

const {
  arrayIncludes, arrayJoin, arrayPush, compileFunction, dirname, fileURLToPath, includes, indexOf, isBuiltin, pathToFileURL,
  RegExp, regExpExec, registerHooks, slice, split, startsWith, toJson, urlHref,
} = require('./primordials.cjs');
const { builtinGrant, grantsGlobal } = require('./grants.cjs');
const { placeOfSpecifier } = require('./denial.cjs');
const { isForeignText } = require('./evaluated.cjs');
const { BUILTIN, ENDOW, GUARD, numberAfter, SLOT } = require('./synthetic.cjs');
const { codeOf, isTypeScript, typing } = require('./typescript.cjs');
const { answerFor, surelyFree } = require('./unanalysed.cjs');
const { textOf, withoutShebang } = require('./verify.cjs');

/** @typedef {import('./manifest.cjs').Package} Package */

const EMPTY = 'data:text/javascript,';

/**
 * @param {object} powers
 * @param {Package} powers.application
 * @param {Package} powers.stray
 * @param {boolean} powers.enforcing
 * @param {ReturnType<import('./synthetic.cjs').newSynthetics>} powers.synthetics
 * @param {import('./resolve.cjs').Resolver} powers.resolver
 * @param {(file: string) => Package | undefined} powers.packageOf
 * @param {(pkg: Package, file: string) => import('./verify.cjs').Verified} powers.verify
 * @param {ReturnType<import('./builtins.cjs').newBuiltins>} powers.builtins
 * @param {import('./endowments.cjs').Endowments} powers.endowments
 * @param {ReturnType<import('./realms.cjs').newRealms>} powers.realms
 * @param {import('./denial.cjs').Denials} powers.denials
 * @param {import('./sources.cjs').Sources} powers.sources
 * @param {ReturnType<import('./code.cjs').newCode>} powers.code
 * @param {import('./recorded.cjs').Recorded} powers.recorded
 * @param {import('./integrity.cjs').Integrity} [powers.integrity]
 */
function newHooks({
  application, stray, enforcing, synthetics, resolver, packageOf, verify, builtins, endowments, realms, denials, sources, code, recorded, integrity,
}) {
  const { absent } = resolver;
  const { noteText } = recorded;
  /** The file that the guard's own CommonJS loader is passing to Node at this moment. @type {string | undefined} */
  let admitted;

  /** @param {string} specifier @param {any} context @param {(specifier: string, context: any) => any} nextResolve */
  function resolve(specifier, context, nextResolve) {
    if (admitted !== undefined && specifier === admitted) {
      admitted = undefined;
      return { url: urlHref(pathToFileURL(specifier)), format: 'module', shortCircuit: true };
    }
    const { parentURL } = context;
    if (parentURL === undefined) return entry(nextResolve(specifier, context));
    if (startsWith(parentURL, ENDOW) || startsWith(parentURL, BUILTIN)) return { url: SLOT, format: 'commonjs', shortCircuit: true };
    // stops code that the guard was made to compile from importing as the guard
    if (startsWith(parentURL, GUARD)) denials.refuse(stray, `path:${specifier}`, 'import');
    const from = fileOf(parentURL);
    const pkg = from === undefined ? application : packageOf(from) ?? stray;
    if (startsWith(specifier, ENDOW) || startsWith(specifier, BUILTIN)) return ownSynthetic(pkg, specifier);
    const hints = { place: () => (from === undefined ? { file: application.root, line: 0, column: 0 } : placeOfSpecifier(from, textOf(sources.read(from)), specifier)) };
    // stops `deputy.run(eval, "import('fs')")` from importing with the authority of the deputy
    if (from !== undefined && isForeignText(from, parentURL, () => textOf(sources.read(from)), denials.shiftOf(from))) {
      denials.refuse(stray, `path:${specifier}`, 'import', {
        place: () => ({ file: from, line: 0, column: 0 }), message: `code that \`eval\` made of another package's text may not import \`${specifier}\``,
      });
    }
    if (isBuiltin(specifier)) return builtinFor(pkg, specifier, from, hints, context, nextResolve);
    let found;
    try {
      found = nextResolve(specifier, context);
    } catch (error) {
      absent(pkg, specifier, from === undefined ? application.root : dirname(from), 'import', hints);
      throw error;
    }
    // package.json `imports` may lead to a builtin
    if (startsWith(found.url, 'node:')) return builtinFor(pkg, found.url, from, hints, context, nextResolve);
    const file = fileOf(found.url);
    // stops a project that installed the guard from importing its slot
    if (startsWith(found.url, GUARD)) denials.refuse(pkg, 'path:(the guard)', 'import', hints);
    if (file !== undefined) resolver.follow(pkg, specifier, file, 'import', hints);
    // stops code that no manifest knows: `import('data:text/javascript,…')` (GHSA-9c4h-3f7h-322r), `blob:`, `http:`
    // An empty one is no code; who asks whether there is `import()` (has-dynamic-import) imports that.
    else if (found.url !== EMPTY && (pkg.authority !== 'own' || !startsWith(found.url, 'data:'))) denials.refuse(pkg, `path:${slice(found.url, 0, 60)}`, 'import', hints);
    return found;
  }

  /** The program itself, `--import` and the scripts of workers. @param {any} found */
  function entry(found) {
    const file = fileOf(found.url);
    // stops an entry that lies in no package of the manifest
    if (file === undefined || packageOf(file) === undefined) denials.refuse(application, `path:${file ?? slice(found.url, 0, 60)}`, 'import');
    return found;
  }

  /** Stops a package from importing another package's endowments. @param {Package} pkg @param {string} specifier */
  function ownSynthetic(pkg, specifier) {
    const asked = numberAfter(specifier, 'p=');
    if (asked !== pkg.index) denials.refuse(pkg, 'path:(the guard)', 'import');
    return { url: specifier, format: 'module', shortCircuit: true };
  }

  /**
   * @param {Package} pkg @param {string} specifier @param {string | undefined} from @param {import('./denial.cjs').Hints} hints
   * @param {any} context @param {(specifier: string, context: any) => any} nextResolve
   */
  function builtinFor(pkg, specifier, from, hints, context, nextResolve) {
    // throws what is not granted, before anything is linked
    builtins.builtin(pkg, specifier, 'import', hints);
    const isEvents = bareName(specifier) === 'events';
    if (pkg.trusted && pkg.denied.length === 0 && pkg.patches.length === 0 && !isEvents && (pkg.authority === 'own' || !isModule(specifier))) return nextResolve(specifier, context);
    if (from !== undefined) reportNames(pkg, specifier, from);
    const lazies = bareName(specifier) === 'process' && from !== undefined ? streamsNamedIn(from) : '';
    return { url: `${BUILTIN}p=${pkg.index}&b=${bareName(specifier)}${lazies}`, format: 'module', shortCircuit: true };
  }

  /** @param {string} url @param {any} context @param {(url: string, context: any) => any} nextLoad */
  function load(url, context, nextLoad) {
    if (url === SLOT) return { format: 'commonjs', source: null, shortCircuit: true };
    if (startsWith(url, ENDOW)) return { format: 'module', source: synthetics.endowSource(url), shortCircuit: true };
    if (startsWith(url, BUILTIN)) return { format: 'module', source: synthetics.builtinSource(url), shortCircuit: true };
    const file = fileOf(url);
    // text in a URL is code in no file
    if (integrity !== undefined && startsWith(url, 'data:')) integrity.block(`\`${slice(url, 0, 40)}\``);
    // builtins and `data:` of the application: resolve has decided
    if (file === undefined) return nextLoad(url, context);
    const pkg = packageOf(file) ?? stray;
    if (pkg === stray && enforcing) denials.refuse(application, `path:${file}`, 'load');
    const source = verify(pkg, file);
    // Node says that it does not know the ending
    if (isTypeScript(file) && typing() === false) return nextLoad(url, context);
    const format = formatOf(file, source, context, recorded);
    if (format === 'module') realms.refuseModule(pkg, file);
    if (format === 'module') {
      noteText(file, source.digest, source.bytes);
      return { format, source: moduleSource(pkg, file, source, codeOf(file, textOf(source.bytes), url, recorded, source.digest)), shortCircuit: true };
    }
    if (format === 'json') return { format, source: textOf(source.bytes), shortCircuit: true };
    if (format === 'addon') {
      if (!pkg.native) denials.refuse(pkg, 'native', 'load');
      return nextLoad(url, context);
    }
    if (format === 'wasm') {
      if (!grantsGlobal(pkg, 'WebAssembly')) denials.refuse(pkg, 'WebAssembly', 'import');
      return { format, source: source.bytes, shortCircuit: true };
    }
    // without a source Node comes back to the guard's CommonJS loader; only its search for export names gets the text
    const names = context.conditions !== undefined && arrayIncludes(context.conditions, 'require');
    return { format: 'commonjs', source: names ? codeOf(file, textOf(source.bytes), undefined, recorded, source.digest) : null, shortCircuit: true };
  }

  /** @param {Package} pkg @param {string} file @param {import('./verify.cjs').Verified} source @param {string} compiled its text, without types */
  function moduleSource(pkg, file, source, compiled) {
    const text = withoutShebang(compiled);
    const named = source.free ?? endowments.mentionedInModule(text);
    const free = source.free ?? surelyFree(text, named);
    // by name `eval` is the one of the real global object here
    if (arrayIncludes(named, 'eval') && code.grantsEval(pkg) && !code.hides(pkg)) code.giveGlobalEval(file);
    const { names } = endowments.ofNames(pkg, free);
    const answered = source.free === undefined && free.length < named.length;
    if (answered) answerFor(file, text);
    if (names.length === 0) return text;
    /** @type {string[]} */
    const bindings = [];
    let variables = '';
    for (let i = 0; i < names.length; i++) {
      if (arrayIncludes(source.assigned, names[i])) {
        // bindings of an import cannot be assigned
        arrayPush(bindings, `${names[i]} as ambit$${i}`);
        variables += `let ${names[i]}=ambit$${i};`;
      } else {
        arrayPush(bindings, names[i]);
      }
    }
    const prelude = `import{${arrayJoin(bindings, ',')}}from${toJson(`${ENDOW}p=${pkg.index}&n=${arrayJoin(names, ',')}`)};${variables}`;
    denials.shiftFirstLine(file, prelude.length);
    if (answered) answerFor(file, prelude + text);
    return prelude + text;
  }

  /** Reports the members that a file imports by name and may not use. @param {Package} pkg @param {string} specifier @param {string} file */
  function reportNames(pkg, specifier, file) {
    const bare = bareName(specifier);
    if (bare === 'process' || builtinGrant(pkg, bare) === undefined) return;
    const text = textOf(sources.read(file));
    // where a statement may begin: text in a string, the worker that vite writes, is no import of this file
    const imports = new RegExp('(?:^|[;}/])\\s*import\\s*(?:[\\w$]+\\s*,\\s*)?\\{([^}]*)\\}\\s*from\\s*["\']([^"\']+)["\']', 'gm');
    for (let match = regExpExec(imports, text); match !== null; match = regExpExec(imports, text)) {
      if (bareName(match[2]) !== bare) continue;
      const listed = split(match[1], ',');
      const { index } = match;
      for (let i = 0; i < listed.length; i++) {
        const name = regExpExec(/[\w$]+/, listed[i])?.[0];
        if (name === undefined || name === 'default' || builtins.mayUse(pkg, bare, name)) continue;
        denials.report(pkg, `${bare}.${name}`, 'import', { place: () => placeAt(file, text, index), closed: builtins.closedFor(pkg, bare, name) });
      }
    }
  }

  /** @param {string} file */
  function streamsNamedIn(file) {
    const text = textOf(sources.read(file));
    let query = '';
    if (includes(text, 'stdin')) query += '&s=stdin';
    if (includes(text, 'stdout')) query += '&s=stdout';
    if (includes(text, 'stderr')) query += '&s=stderr';
    return query;
  }

  return {
    /** @param {string | undefined} file */
    admit: (file) => {
      admitted = file;
    },
    install: () => registerHooks({ resolve, load }),
  };
}

/** @param {string} url @returns {string | undefined} */
function fileOf(url) {
  return startsWith(url, 'file:') ? fileURLToPath(url) : undefined;
}

/** @param {string} specifier */
function bareName(specifier) {
  return startsWith(specifier, 'node:') ? slice(specifier, 5) : specifier;
}

/** @param {string} specifier */
function isModule(specifier) {
  return bareName(specifier) === 'module';
}

/** @param {string} file @param {string} text @param {number} at */
function placeAt(file, text, at) {
  let line = 1;
  let start = -1;
  for (let i = indexOf(text, '\n'); i >= 0 && i < at; i = indexOf(text, '\n', i + 1)) {
    line++;
    start = i;
  }
  return { file, line, column: at - start };
}

/** What a module's kind is to Node. @param {string} file @param {import('./verify.cjs').Verified} source @param {any} context @param {import('./recorded.cjs').Recorded} recorded */
function formatOf(file, source, context, recorded) {
  if (source.kind === 'esm') return 'module';
  if (source.kind === 'cjs') return 'commonjs';
  if (source.kind === 'node') return 'addon';
  if (source.kind !== undefined) return source.kind;
  const { format } = context;
  if (format === 'module' || format === 'module-typescript') return 'module';
  // a name that says nothing, of a file that nobody analysed: as to Node, a module is what does not compile as CommonJS
  const undecided = format === undefined || format === null || format === 'typescript';
  return undecided && !isCommonJs(withoutShebang(codeOf(file, textOf(source.bytes), undefined, recorded, source.digest))) ? 'module' : 'commonjs';
}

/** @param {string} text */
function isCommonJs(text) {
  try {
    compileFunction(text, ['exports', 'require', 'module', '__filename', '__dirname']);
    return true;
  } catch {
    return false;
  }
}

module.exports = { newHooks };
