import { nodeResolve } from '@rollup/plugin-node-resolve';
import banner from './banner.mjs';

export default {
  input: 'src/main.js',
  plugins: [nodeResolve(), banner('built')],
  output: { format: 'iife', name: 'app', sourcemap: 'inline' },
};
