// Reads lines `hint<TAB>path` (hint: commonjs, module, ambiguous) from standard input and answers with one JSON
// line each: what meriyah, acorn and eslint-scope say about the file. Shares nothing with the code under test.
'use strict';
const fs = require('node:fs');
const acorn = require('acorn');
const walk = require('acorn-walk');
const scopes = require('eslint-scope');
const meriyah = require('meriyah');

const HEAD = '(function (exports, require, module, __filename, __dirname) {';
const PARAMETERS = new Set(['exports', 'require', 'module', '__filename', '__dirname']);

const wrap = text => HEAD + (text.startsWith('#!') ? '//' + text.slice(2) : text) + '\n})';

function accepts(text, module) {
  try {
    const program = meriyah.parse(module ? text : wrap(text), { module, next: true, webcompat: true, lexical: true });
    return module || (program.body.length === 1 && program.body[0].expression?.type === 'FunctionExpression');
  } catch {
    return false;
  }
}

function constant(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return null;
}

function describe(text, module) {
  const tree = acorn.parse(module ? text : wrap(text), {
    ecmaVersion: 'latest', sourceType: module ? 'module' : 'script', locations: true, ranges: true, allowHashBang: true,
  });
  const manager = scopes.analyze(tree, { ecmaVersion: 2025, sourceType: module ? 'module' : 'script', ignoreEval: true });
  const free = [...new Set(manager.globalScope.through.map(reference => reference.identifier.name))].sort();
  const top = module
    ? manager.globalScope.childScopes[0]
    : manager.acquire(tree.body[0].expression);
  const topLevel = top.variables
    .filter(variable => variable.defs.some(definition => definition.type !== 'Parameter'))
    .map(variable => variable.name).sort();
  const wrapperRequire = module ? null : top.set.get('require');
  const plain = new Set(wrapperRequire === null ? [] : wrapperRequire.references.map(reference => reference.identifier));
  const specifiers = [];
  const add = (value, at) => {
    const column = at.column + 1 - (!module && at.line === 1 ? HEAD.length : 0);
    if (value !== null) specifiers.push(`${value}@${at.line}:${column}`);
  };
  walk.full(tree, node => {
    if (node.type === 'CallExpression' && plain.has(node.callee)) add(constant(node.arguments[0]), node.loc.start);
    if (node.type === 'ImportExpression') add(constant(node.source), node.loc.start);
    if (/^(Import|Export)(All|Named)?Declaration$/.test(node.type) && node.source) add(node.source.value, node.loc.start);
  });
  return { free, topLevel, specifiers: [...new Set(specifiers)].sort() };
}

for (const line of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const [hint, file] = line.split('\t');
  let text = fs.readFileSync(file, 'utf8');
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  const answer = { file, kind: null };
  if (hint !== 'module' && accepts(text, false)) answer.kind = 'cjs';
  else if (hint !== 'commonjs' && accepts(text, true)) answer.kind = 'esm';
  if (answer.kind !== null) {
    try {
      Object.assign(answer, describe(text, answer.kind === 'esm'));
    } catch (error) {
      answer.silent = error.message;
    }
  }
  fs.writeSync(1, JSON.stringify(answer) + '\n');
}
