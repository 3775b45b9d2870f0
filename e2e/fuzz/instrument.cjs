'use strict';
// Copies the guard so that any one of its statements can be made to throw: a call stands before each of them.

const fs = require('node:fs');
const path = require('node:path');
const { parse } = require('acorn');
const { full } = require('acorn-walk');

/** What stands at the head of each file; the number of the statement that throws comes with the environment. */
const FAULT = `'use strict';
const { appendFileSync } = require('node:fs');
const wanted = Number(process.env.AMBIT_FAULT ?? -1);
const hits = process.env.AMBIT_FAULT_HITS;
const silent = process.env.AMBIT_FAULT_SILENT === '1';
const { exit } = process;
const seen = new Set();
const { has, add } = Set.prototype;
const { apply } = Reflect;
module.exports = (n) => {
  if (hits !== undefined && !apply(has, seen, [n])) {
    apply(add, seen, [n]);
    appendFileSync(hits, n + '\\n');
  }
  if (n === wanted && silent) exit(0);
  if (n === wanted) throw new Error('injected fault');
};
`;

/**
 * @param {string} guard folder of the guard @param {string} target
 * @returns {{ file: string, line: number }[]} the statements, by number
 */
function instrument(guard, target) {
  const statements = [];
  fs.cpSync(path.join(guard, 'src'), path.join(target, 'guard/src'), { recursive: true });
  fs.cpSync(path.join(guard, '../spec/builtins'), path.join(target, 'spec/builtins'), { recursive: true });
  fs.writeFileSync(path.join(target, 'guard/src/fault.cjs'), FAULT);
  const files = fs.readdirSync(path.join(guard, 'src'), { recursive: true }).filter((name) => name.endsWith('.cjs')).sort();
  for (const name of files) {
    const file = path.join(target, 'guard/src', name);
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, withFaults(text, name, statements));
  }
  return statements;
}

/** @param {string} text @param {string} file @param {{ file: string, line: number }[]} statements */
function withFaults(text, file, statements) {
  const ast = parse(text, { ecmaVersion: 'latest', sourceType: 'script', allowReturnOutsideFunction: true, locations: true });
  /** @type {[number, string][]} */
  const inserts = [];
  const call = (node) => {
    statements.push({ file, line: node.loc.start.line });
    return `__fault(${statements.length - 1})`;
  };
  const list = (nodes) => {
    for (const node of nodes) if (node.directive === undefined && node.type !== 'FunctionDeclaration') inserts.push([node.start, `${call(node)};`]);
  };
  const single = (node) => {
    if (node === null || node === undefined || node.type === 'BlockStatement' || node.type === 'EmptyStatement') return;
    // a statement of its own, as `else if` is
    inserts.push([node.start, `{${call(node)};`], [node.end, '}']);
  };
  full(ast, (node) => {
    if (node.type === 'Program' || node.type === 'BlockStatement' || node.type === 'StaticBlock') list(node.body);
    else if (node.type === 'SwitchCase') list(node.consequent);
    else if (node.type === 'IfStatement') [node.consequent, node.alternate].forEach(single);
    else if (['ForStatement', 'WhileStatement', 'DoWhileStatement', 'ForInStatement', 'ForOfStatement'].includes(node.type)) single(node.body);
    else if (node.type === 'ArrowFunctionExpression' && node.expression) inserts.push([node.body.start - parens(text, node.body.start), `(${call(node.body)},`], [node.body.end + parensAfter(text, node), ')']);
  });
  const head = text.startsWith("'use strict';") ? "'use strict';".length : 0;
  const up = '../'.repeat(file.split('/').length - 1) || './';
  inserts.push([head, `const __fault=require('${up}fault.cjs');`]);
  // from the end, so that positions hold; of two at one place, what closes comes first
  inserts.sort((a, b) => b[0] - a[0] || Number(a[1].startsWith('{') || a[1].startsWith('(')) - Number(b[1].startsWith('{') || b[1].startsWith('(')));
  let result = text;
  for (const [at, what] of inserts) result = result.slice(0, at) + what + result.slice(at);
  return result;
}

/** A body in parentheses, `() => ({})`, begins before its node. @param {string} text @param {number} start */
function parens(text, start) {
  let back = 0;
  while (text[start - back - 1] === '(' || (/\s/.test(text[start - back - 1]) && /\(\s*$/.test(text.slice(0, start - back)))) back++;
  return back;
}

/** @param {string} text @param {any} arrow */
function parensAfter(text, arrow) {
  return arrow.end - arrow.body.end;
}

module.exports = { instrument };
