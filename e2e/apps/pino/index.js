'use strict';
const pino = require('pino');

const log = pino({ base: null, timestamp: false, redact: ['user.password'] });
log.info({ user: { name: 'ann', password: 'FAKE' } }, 'hello %s', 'world');
log.child({ module: 'child' }).warn('careful');
log.error(Object.assign(new Error('boom'), { stack: 'Error: boom' }));

// a transport is a file of a package that pino loads in a worker
const transport = pino.transport({ target: 'pino/file', options: { destination: 1 } });
transport.on('ready', () => {
  const threaded = pino({ base: null, timestamp: false }, transport);
  threaded.info('from a worker');
  transport.end();
});
