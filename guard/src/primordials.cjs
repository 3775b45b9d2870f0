'use strict';
// Everything that the guard uses of the language and of Node, captured before any other code runs.
// A package that later patches `path.resolve`, `Buffer.prototype.utf8Slice` or `Map.prototype.get` to forge a
// checksum or a decision (CVE-2024-21891, CVE-2024-21896, CVE-2023-38552) changes nothing here.
// Besides boot.cjs and integrity-boot.cjs, which run even before, only this file may touch live globals and prototypes; ESLint enforces that.

const Module = require('node:module');
const fs = require('node:fs');
const path = require('node:path');
const url = require('node:url');
const vm = require('node:vm');
const util = require('node:util');

const { bind, call } = Function.prototype;

/**
 * Turns a method into a function whose first argument is the receiver.
 * @type {(method: Function) => (...args: any[]) => any}
 */
const uncurryThis = bind.bind(call);

/** @param {object} object @param {PropertyKey} key */
function getterOf(object, key) {
  return uncurryThis(/** @type {any} */ (Object.getOwnPropertyDescriptor(object, key)).get);
}

/** The real process object, under a name that no scrubbing touches. @type {any} */
const realProcess = process;
const { getBuiltinModule } = realProcess;

/**
 * Objects of the language that no global names.
 * @returns {any[]}
 */
function hiddenIntrinsics() {
  const { getPrototypeOf } = Object;
  const hidden = [
    [].values(), new Map().keys(), new Set().keys(), ''[Symbol.iterator](), 'a'.matchAll(/a/g), function* () {}, async function () {},
    async function* () {}, Int8Array,
  ].map(getPrototypeOf);
  const { Iterator } = /** @type {any} */ (globalThis);
  if (Iterator !== undefined) hidden.push(getPrototypeOf(Iterator.from({ next() {} })), getPrototypeOf([].values().map(() => 0)));
  // %ThrowTypeError%
  const callee = Object.getOwnPropertyDescriptor((function () {
    return arguments;
  })(), 'callee');
  if (callee?.get !== undefined) hidden.push(callee.get);
  return hidden;
}

/** @type {any} */
let realHash;

/**
 * Loading `node:crypto` takes a quarter of Node's start, so only who hashes something does. Before anybody is given that module,
 * and could change it, this is called.
 * @returns {(algorithm: string, bytes: any, encoding: string) => string}
 */
function captureHash() {
  return realHash ??= getBuiltinModule('node:crypto').hash;
}

module.exports = {
  uncurryThis,
  hiddenIntrinsics,
  fileNameOf: (/** @type {any} */ site) => site.getFileName(),
  isEvalSite: (/** @type {any} */ site) => site.isEval() === true,
  evalOriginOf: (/** @type {any} */ site) => site.getEvalOrigin(),
  lineOf: (/** @type {any} */ site) => site.getLineNumber() ?? 0,
  columnOf: (/** @type {any} */ site) => site.getColumnNumber() ?? 0,
  realGlobal: /** @type {any} */ (globalThis),
  realProcess,
  realConsole: /** @type {any} */ (console),
  // to call it loads a millisecond of Node
  realPerformance: /** @type {() => any} */ (bind.call(/** @type {any} */ (Object.getOwnPropertyDescriptor(globalThis, 'performance')).get, globalThis)),

  // Function
  FunctionPrototype: Function.prototype,
  hasInstance: /** @type {(it: any) => boolean} */ (Function.prototype[Symbol.hasInstance]),
  bindFunction: uncurryThis(bind),
  functionText: uncurryThis(Function.prototype.toString),
  // what makes code of text
  codeConstructors: /** @type {any[]} */ ([Function, (async () => {}).constructor, (function* () {}).constructor, (async function* () {}).constructor]),
  // eslint-disable-next-line no-eval -- packages with the capability get it
  realEval: eval,

  // Object and Reflect
  Object,
  ObjectPrototype: Object.prototype,
  assign: /** @type {(object: any, from: any) => any} */ (Object.assign),
  create: Object.create,
  defineProperty: /** @type {(object: any, key: PropertyKey, descriptor: any) => any} */ (Object.defineProperty),
  freeze: Object.freeze,
  getOwnPropertyDescriptor: Object.getOwnPropertyDescriptor,
  getOwnPropertyDescriptors: /** @type {(object: any) => any} */ (Object.getOwnPropertyDescriptors),
  getPrototypeOf: Object.getPrototypeOf,
  hasOwn: Object.hasOwn,
  isFrozen: Object.isFrozen,
  isPrototypeOf: uncurryThis(Object.prototype.isPrototypeOf),
  keysOf: Object.keys,
  objectIs: Object.is,
  preventExtensions: Object.preventExtensions,
  seal: Object.seal,
  setPrototypeOf: Object.setPrototypeOf,
  apply: Reflect.apply,
  construct: Reflect.construct,
  deleteProperty: Reflect.deleteProperty,
  reflectDefine: /** @type {(object: any, key: PropertyKey, descriptor: any) => boolean} */ (Reflect.defineProperty),
  reflectDescriptor: Reflect.getOwnPropertyDescriptor,
  reflectGet: Reflect.get,
  reflectHas: Reflect.has,
  reflectSet: Reflect.set,
  ownKeys: Reflect.ownKeys,

  // Collections
  Map,
  mapGet: uncurryThis(Map.prototype.get),
  mapSet: uncurryThis(Map.prototype.set),
  mapHas: uncurryThis(Map.prototype.has),
  mapForEach: uncurryThis(Map.prototype.forEach),
  Set,
  setAdd: uncurryThis(Set.prototype.add),
  setDelete: uncurryThis(Set.prototype.delete),
  setHas: uncurryThis(Set.prototype.has),
  setForEach: uncurryThis(Set.prototype.forEach),
  setSize: getterOf(Set.prototype, 'size'),
  WeakMap,
  weakMapGet: uncurryThis(WeakMap.prototype.get),
  weakMapHas: uncurryThis(WeakMap.prototype.has),
  weakMapSet: uncurryThis(WeakMap.prototype.set),
  isArray: Array.isArray,
  arrayConcat: uncurryThis(Array.prototype.concat),
  arrayJoin: uncurryThis(Array.prototype.join),
  arrayMap: uncurryThis(Array.prototype.map),
  arrayPop: uncurryThis(Array.prototype.pop),
  arrayPush: uncurryThis(Array.prototype.push),
  arrayIncludes: uncurryThis(Array.prototype.includes),
  arraySlice: uncurryThis(Array.prototype.slice),
  arraySort: uncurryThis(Array.prototype.sort),

  // Text
  String,
  stringFromCodePoint: String.fromCodePoint,
  endsWith: uncurryThis(String.prototype.endsWith),
  startsWith: uncurryThis(String.prototype.startsWith),
  includes: uncurryThis(String.prototype.includes),
  indexOf: uncurryThis(String.prototype.indexOf),
  lastIndexOf: uncurryThis(String.prototype.lastIndexOf),
  charCodeAt: uncurryThis(String.prototype.charCodeAt),
  replaceAll: uncurryThis(String.prototype.replaceAll),
  slice: uncurryThis(String.prototype.slice),
  split: uncurryThis(String.prototype.split),
  // the internal exec, which ignores what a package does to RegExp.prototype
  regExpExec: uncurryThis(RegExp.prototype.exec),
  RegExp,
  RegExpPrototype: /** @type {any} */ (RegExp.prototype),
  parseJson: JSON.parse,
  toJson: JSON.stringify,

  // Errors and promises
  Error: /** @type {any} */ (Error),
  EvalError,
  TypeError,
  captureStackTrace: Error.captureStackTrace,
  // unlike `Error.captureStackTrace` it can be asked while a stack is being formatted
  getCallSites: /** @type {any} */ (util).getCallSites,
  isProxy: util.types.isProxy,
  // Node's own
  formatStackTrace: /** @type {any} */ (Error).prepareStackTrace,
  Proxy: /** @type {any} */ (Proxy),
  /** @type {typeof Symbol.hasInstance} */
  SymbolHasInstance: Symbol.hasInstance,
  SymbolAsyncIterator: Symbol.asyncIterator,
  SymbolIterator: Symbol.iterator,
  /** @type {typeof Symbol.match} */
  SymbolMatch: Symbol.match,
  /** @type {typeof Symbol.replace} */
  SymbolReplace: Symbol.replace,
  /** @type {typeof Symbol.species} */
  SymbolSpecies: Symbol.species,
  /** @type {typeof Symbol.split} */
  SymbolSplit: Symbol.split,
  SymbolToStringTag: Symbol.toStringTag,
  SymbolToPrimitive: Symbol.toPrimitive,
  SymbolDispose: /** @type {any} */ (Symbol).dispose,
  symbolFor: Symbol.for,
  symbolText: getterOf(Symbol.prototype, 'description'),
  promiseReject: bind.call(Promise.reject, Promise),
  promiseThen: uncurryThis(Promise.prototype.then),
  promisifyCustom: Symbol.for('nodejs.util.promisify.custom'),

  // Bytes
  Buffer,
  bufferAlloc: Buffer.alloc,
  bufferCopy: uncurryThis(Buffer.prototype.copy),
  typedArraySet: uncurryThis(Uint8Array.prototype.set),
  bufferFrom: Buffer.from,
  utf8Slice: uncurryThis(/** @type {any} */ (Buffer.prototype).utf8Slice),
  utf8Write: uncurryThis(/** @type {any} */ (Buffer.prototype).utf8Write),
  bufferEquals: uncurryThis(Buffer.prototype.equals),
  bufferIncludes: uncurryThis(Buffer.prototype.includes),
  bufferIndexOf: uncurryThis(Buffer.prototype.indexOf),
  captureHash,
  hash: (/** @type {string} */ algorithm, /** @type {any} */ bytes, /** @type {string} */ encoding) => captureHash()(algorithm, bytes, encoding),
  bufferConcat: Buffer.concat,
  subarray: uncurryThis(Buffer.prototype.subarray),
  readUInt32: uncurryThis(Buffer.prototype.readUInt32LE),
  writeUInt32: uncurryThis(Buffer.prototype.writeUInt32LE),

  // Files and paths
  fs,
  readFileSync: fs.readFileSync,
  writeSync: fs.writeSync,
  writeFileSync: fs.writeFileSync,
  renameSync: fs.renameSync,
  appendFileSync: fs.appendFileSync,
  closeSync: fs.closeSync,
  fstatSync: fs.fstatSync,
  statSync: fs.statSync,
  statfsSync: fs.statfsSync,
  openSync: fs.openSync,
  realpathSync: fs.realpathSync,
  basename: path.basename,
  dirname: path.dirname,
  extname: path.extname,
  isAbsolute: path.isAbsolute,
  joinPath: path.join,
  relativePath: path.relative,
  resolvePath: path.resolve,
  separator: path.sep,
  fileURLToPath: url.fileURLToPath,
  pathToFileURL: url.pathToFileURL,
  URL,
  urlHref: getterOf(URL.prototype, 'href'),
  urlSearch: getterOf(URL.prototype, 'search'),
  isUrl: (/** @type {unknown} */ value) => value instanceof URL,

  // Modules and compilation
  Module: /** @type {any} */ (Module),
  ModulePrototype: /** @type {any} */ (Module.prototype),
  moduleCache: /** @type {any} */ (Module)._cache,
  moduleFindPath: /** @type {any} */ (Module)._findPath,
  moduleLoad: bind.call(/** @type {any} */ (Module)._load, Module),
  moduleResolveFilename: bind.call(/** @type {any} */ (Module)._resolveFilename, Module),
  moduleResolveLookupPaths: bind.call(/** @type {any} */ (Module)._resolveLookupPaths, Module),
  moduleNodeModulePaths: /** @type {any} */ (Module)._nodeModulePaths,
  syncBuiltinESMExports: Module.syncBuiltinESMExports,
  stripTypeScriptTypes: /** @type {any} */ (Module).stripTypeScriptTypes,
  // compiles nothing here: says in Node's words why it strips no types of a file
  moduleCompile: /** @type {any} */ (Module.prototype)._compile,
  isBuiltin: Module.isBuiltin,
  registerHooks: Module.registerHooks,
  // the guard's own way to builtins, before anyone can replace `Module.prototype.require`
  requireBuiltin: /** @type {(name: string) => any} */ (getBuiltinModule),
  compileFunction: vm.compileFunction,
  createContext: vm.createContext,
  dontContextify: /** @type {any} */ (vm.constants).DONT_CONTEXTIFY,
  isContext: vm.isContext,
  Script: vm.Script,
  scriptRunInContext: uncurryThis(vm.Script.prototype.runInContext),
  scriptRunInThisContext: uncurryThis(vm.Script.prototype.runInThisContext),
  scriptCreateCachedData: uncurryThis(vm.Script.prototype.createCachedData),
  defaultLoader: /** @type {any} */ (vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER),

  // Process
  nodeVersion: realProcess.version,
  // Node marks so what a worker cannot do; to ask `worker_threads` takes one or two milliseconds
  isMainThread: /** @type {any} */ (realProcess.chdir).disabled !== true,
  exitNow: bind.call(/** @type {any} */ (realProcess).reallyExit, realProcess),
  processOn: bind.call(realProcess.on, realProcess),
  emitWarning: bind.call(realProcess.emitWarning, realProcess),
  dlopen: bind.call(realProcess.dlopen, realProcess),
  // deprecated, yet the only way to the classes of handles
  bindingOf: /** @type {(name: string) => any} */ (bind.call(/** @type {any} */ (realProcess).binding, realProcess)),
  cwd: realProcess.cwd,
  now: Date.now,
};
