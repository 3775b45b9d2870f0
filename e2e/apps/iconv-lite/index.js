'use strict';
const { Readable } = require('stream');
const iconv = require('iconv-lite');

console.log(iconv.encode('Grüße, 世界', 'gb18030'), iconv.decode(Buffer.from([0x83, 0x65, 0x83, 0x58]), 'shift_jis'));
console.log(iconv.decode(iconv.encode('€', 'win1252'), 'win1252'), iconv.encodingExists('utf-99'));
Readable.from([Buffer.from([0xe4]), Buffer.from([0xf6])]).pipe(iconv.decodeStream('latin1')).collect((error, text) => console.log(error, text));
