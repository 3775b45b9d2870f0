'use strict';
const Redis = require('ioredis');
const { Kafka, logLevel } = require('kafkajs');
const { MongoClient, ObjectId } = require('mongodb');
const mysql = require('mysql2');
const { createConnection } = require('mysql2/promise');
const { createClient } = require('redis');
const { serve } = require('./server.js');

const column = { catalog: 'def', schema: 'birds', table: 'birds', orgTable: 'birds', characterSet: 33, columnLength: 384, flags: 0, decimals: 0 };
const columns = [{ ...column, name: 'wings', orgName: 'wings', columnType: 3 }, { ...column, name: 'name', orgName: 'name', columnType: 253 }];

function ofMysql() {
  const server = mysql.createServer();
  server.on('connection', (connection) => {
    connection.serverHandshake({ protocolVersion: 10, serverVersion: 'fake', connectionId: 1, statusFlags: 2, characterSet: 8, capabilityFlags: 0xffffff });
    connection.on('query', () => {
      connection.sequenceId = 1;
      connection.writeTextResult([{ wings: 2, name: 'owl' }, { wings: 0, name: null }], columns);
    });
    connection.on('error', () => {});
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server._server.address().port)));
}

serve(async (port) => {
  const io = new Redis(port, '127.0.0.1');
  console.log(await io.set('bird', 'owl'), await io.get('bird'), await io.get('none'), await io.pipeline().incr('n').incr('n').exec());
  io.disconnect();
  const client = createClient({ url: `redis://127.0.0.1:${port}`, RESP: 2 });
  client.on('error', (problem) => console.log(problem.message));
  await client.connect();
  console.log(await client.get('bird'), await client.incr('n'));
  client.destroy();

  const connection = await createConnection({ host: '127.0.0.1', port: await ofMysql(), user: 'birds', database: 'birds' });
  const [rows] = await connection.query('select * from birds');
  console.log(rows, mysql.format('select ? from ??', ["it's", 'birds']));
  connection.destroy();

  const mongo = new MongoClient('mongodb://127.0.0.1:1/birds?serverSelectionTimeoutMS=200');
  await mongo.connect().catch((problem) => console.log(problem.name));
  console.log(new ObjectId('507f1f77bcf86cd799439011').getTimestamp());
  const kafka = new Kafka({ brokers: ['127.0.0.1:1'], retry: { retries: 0 }, logLevel: logLevel.NOTHING });
  await kafka.producer().connect().catch((problem) => console.log(problem.name));
  process.exit(0);
});
