'use strict';
const noLiveMethods = require('./eslint/no-live-methods.cjs');

const live = 'is live: a package may have changed it; take it from primordials.cjs';
const restrict = (/** @type {string[]} */ names) => names.map((name) => ({ name, message: `${name} ${live}` }));

module.exports = [
  { ignores: ['node_modules/', 'spec/'] },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      ecmaVersion: 2024, sourceType: 'commonjs',
      globals: { __dirname: 'readonly', process: 'readonly', Buffer: 'readonly', URL: 'readonly', console: 'readonly', fetch: 'readonly', setTimeout: 'readonly' },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-undef': 'error', 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_$' }], 'no-shadow': 'off', eqeqeq: 'error', 'prefer-const': 'error',
      'no-var': 'error', strict: ['error', 'global'], 'no-eval': 'error', 'no-new-func': 'error',
    },
  },
  {
    files: ['src/*.cjs'],
    // these two run before anything else does
    ignores: ['src/primordials.cjs', 'src/boot.cjs', 'src/integrity-boot.cjs'],
    plugins: { guard: { rules: { 'no-live-methods': noLiveMethods } } },
    rules: {
      'guard/no-live-methods': 'error',
      'no-restricted-globals': ['error', ...restrict([
        'Array', 'ArrayBuffer', 'BigInt', 'Boolean', 'Buffer', 'Date', 'Error', 'Function', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise',
        'Proxy', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'TypeError', 'URL', 'WeakMap', 'WeakSet', 'console', 'fetch', 'globalThis',
        'global', 'process', 'setTimeout',
      ])],
      'no-restricted-syntax': ['error',
        { selector: 'ForOfStatement', message: 'for…of uses the live array iterator; count with an index' },
        { selector: 'ForInStatement', message: 'for…in walks live prototypes; use keysOf' },
        { selector: ':not(ObjectExpression) > SpreadElement', message: 'spread uses the live array iterator; use apply' },
        { selector: 'ArrayPattern', message: 'array destructuring uses the live array iterator; use an index' },
        { selector: 'BinaryExpression[operator="instanceof"]', message: 'instanceof asks the live Symbol.hasInstance' },
        { selector: 'AwaitExpression', message: 'await resolves through the live Promise.prototype.then' },
      ],
    },
  },
];
