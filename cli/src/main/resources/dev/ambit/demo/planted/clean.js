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
