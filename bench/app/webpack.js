'use strict';
// A production build of src/, in memory. One thread, since the peer cannot start the minifier's workers.
const path = require('node:path');
const TerserPlugin = require('terser-webpack-plugin');
const webpack = require('webpack');

const built = new Map();
const nothing = () => Object.assign(new Error('nothing there'), { code: 'ENOENT' });
const compiler = webpack({
  mode: 'production',
  target: 'node',
  context: __dirname,
  entry: './src/index.js',
  cache: false,
  output: { path: path.join(__dirname, 'dist') },
  optimization: { minimizer: [new TerserPlugin({ parallel: false })] },
});
compiler.outputFileSystem = {
  mkdir: (folder, done) => done(null),
  stat: (file, done) => done(nothing()),
  readFile: (file, done) => done(nothing()),
  writeFile(file, content, done) {
    built.set(path.basename(file), content.length);
    done(null);
  },
  join: path.join,
  dirname: path.dirname,
  relative: path.relative,
};
compiler.run((error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
  compiler.close(() => console.log([...built]));
});
