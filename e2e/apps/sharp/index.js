'use strict';
const sharp = require('sharp');

(async () => {
  const red = { create: { width: 32, height: 16, channels: 3, background: { r: 255, g: 0, b: 0 } } };
  const png = await sharp(red).png().toBuffer();
  console.log((await sharp(png).metadata()).format, png.length > 0);
  const { data, info } = await sharp(png).resize(8, 4).rotate(90).raw().toBuffer({ resolveWithObject: true });
  console.log(info.width, info.height, info.channels, [...data.subarray(0, 6)].join());
  const text = Buffer.from('<svg width="4" height="4"><rect width="4" height="4" fill="blue"/></svg>');
  console.log((await sharp(text).raw().toBuffer()).subarray(0, 4).toString('hex'));
  await sharp('nowhere.png').toBuffer().catch((error) => console.log(error.message.replace(__dirname, '')));
  const { pipeline } = require('stream/promises');
  const chunks = [];
  await pipeline(require('stream').Readable.from([png]), sharp().greyscale().jpeg(), async (source) => {
    for await (const chunk of source) chunks.push(chunk);
  });
  console.log((await sharp(Buffer.concat(chunks)).stats()).isOpaque);
})();
