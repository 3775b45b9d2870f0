'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const graceful = require('graceful-fs');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'graceful-'));
const file = path.join(folder, 'a.txt');
graceful.writeFile(file, 'hello', () => graceful.readFile(file, 'utf8', (error, text) => {
  console.log(error, text);
  graceful.gracefulify(fs);
  Promise.all(Array.from({ length: 200 }, (_, i) => new Promise((resolve, reject) => {
    fs.writeFile(path.join(folder, `${i}`), `${i}`, (problem) => (problem ? reject(problem) : resolve()));
  }))).then(() => {
    graceful.readdir(folder, (_, names) => {
      console.log(names.length);
      graceful.createReadStream(file).on('data', (chunk) => console.log('stream', `${chunk}`)).on('close', () => {
        fs.rmSync(folder, { recursive: true });
        console.log(fs.existsSync(folder));
      });
    });
  });
}));
