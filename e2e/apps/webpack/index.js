'use strict';
const { execFileSync } = require('child_process');
const path = require('path');
const webpack = require('webpack');

webpack(require('./webpack.config.js'), (error, stats) => {
  if (error) throw error;
  const { assets, errors, warnings } = stats.toJson({ all: false, assets: true, errors: true, warnings: true });
  console.log(assets.map(({ name, size }) => `${name} ${size}`), errors, warnings);
  console.log(execFileSync(process.execPath, [path.join(__dirname, 'dist', 'main.js')], { encoding: 'utf8' }));
});
