'use strict';
const path = require('path');
const { DefinePlugin } = require('webpack');

module.exports = {
  mode: 'production',
  target: 'node',
  entry: './src/index.js',
  output: { path: path.join(__dirname, 'dist'), filename: 'main.js', clean: true },
  module: { rules: [{ test: /\.txt$/, use: path.join(__dirname, 'loader.js') }] },
  plugins: [new DefinePlugin({ VERSION: '"1"' })],
  stats: { all: false, assets: true, errors: true, warnings: true, colors: false },
};
