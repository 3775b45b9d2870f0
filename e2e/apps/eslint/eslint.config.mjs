import js from '@eslint/js';
import node from 'eslint-plugin-n';
import globals from 'globals';
import local from './plugin.js';

export default [
  js.configs.recommended,
  node.configs['flat/recommended-script'],
  { plugins: { local }, rules: { 'local/no-foo': 'error', 'no-unused-vars': 'warn' }, languageOptions: { globals: globals.node } },
];
