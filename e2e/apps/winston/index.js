'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const winston = require('winston');

const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'winston-')), 'app.log');
const log = winston.createLogger({
  level: 'debug',
  format: winston.format.combine(winston.format.splat(), winston.format.json()),
  defaultMeta: { service: 'shop' },
  transports: [
    new winston.transports.Console({ format: winston.format.combine(winston.format.colorize(), winston.format.simple()) }),
    new winston.transports.File({ filename: file }),
  ],
});
log.info('hello %s', 'world');
log.warn('careful', { code: 7 });
log.child({ request: 1 }).error(new Error('boom').message);
log.on('finish', () => setTimeout(() => {
  console.log(fs.readFileSync(file, 'utf8'));
  fs.rmSync(path.dirname(file), { recursive: true });
}, 200));
log.end();
