'use strict';
// The npm of node_modules, as a program.
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const out = path.join(__dirname, 'out');
fs.mkdirSync(out, { recursive: true });
fs.cpSync(path.join(__dirname, 'project'), path.join(out, 'project'), { recursive: true });
const npm = (folder, ...args) => {
  const options = ['--offline', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error', '--logs-max=0', `--cache=${path.join(out, 'cache')}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(__dirname, 'node_modules/npm/bin/npm-cli.js'), ...args, ...options],
    { cwd: path.join(out, folder), encoding: 'utf8' });
  console.log(`npm ${args.join(' ')} -> ${status}`.replaceAll(out, ''));
  console.log(`${stdout}${stderr}`.replaceAll(out, '').replace(/in \d+m?s/g, 'in some time'));
};
npm('project', '--version');
npm('project', 'pack', '--pack-destination', out);
fs.mkdirSync(path.join(out, 'user'));
fs.writeFileSync(path.join(out, 'user/package.json'), '{ "name": "user", "version": "1.0.0" }');
npm('user', 'install', '../parcel-1.2.3.tgz');
npm('user', 'ls', '--all', '--json');
npm('user', 'ls', 'nowhere');
npm('user', 'run', 'nowhere');
npm('project', 'run', 'hello', '--silent');
npm('project', 'pkg', 'get', 'version');
console.log(fs.readFileSync(path.join(out, 'user/node_modules/parcel/index.js'), 'utf8'));
console.log(fs.readFileSync(path.join(out, 'user/package.json'), 'utf8'));
