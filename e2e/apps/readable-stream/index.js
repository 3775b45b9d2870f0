'use strict';
const { Duplex, PassThrough, Readable, Transform, Writable, finished, pipeline, promises } = require('readable-stream');
const stream = require('stream');

const upper = new Transform({ transform: (chunk, _, done) => done(null, `${chunk}`.toUpperCase()) });
pipeline(Readable.from(['a', 'b', 'c']), upper, new PassThrough(), new Writable({
  write(chunk, _, done) {
    console.log('got', `${chunk}`);
    done();
  },
}), async (error) => {
  console.log('done', error);
  await promises.pipeline(stream.Readable.from(['from node']), new PassThrough(), process.stdout, { end: false });
  console.log();
  console.log(await Readable.from([1, 2, 3]).map((x) => x * 2).toArray(), new Duplex() instanceof Readable);
  const broken = new Readable({ read() { this.destroy(new Error('broken')); } });
  finished(broken, (reason) => console.log('finished', reason.message));
  broken.resume();
});
