import { createServer } from 'node:http';
import Iterator from 'es-iterator-helpers/Iterator';
import map from 'es-iterator-helpers/Iterator.prototype.map';
import { H3, toNodeHandler } from 'h3';
import OpenAI from 'openai';
import * as openpgp from 'openpgp';
import PDFDocument from 'pdfkit';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import tr46 from 'tr46';
import XLSX from 'xlsx';

const app = new H3();
app.get('/page', () => renderToString(createElement('p', { className: 'bird' }, 'wren')));
app.post('/v1/chat/completions', async (event) => {
  const { messages } = await event.req.json();
  const parts = [messages[0].content, ' sings'].map((content) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`);
  return new Response(parts.join('') + 'data: [DONE]\n\n', { headers: { 'content-type': 'text/event-stream' } });
});
const server = createServer(toNodeHandler(app)).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const address = `http://127.0.0.1:${server.address().port}`;
console.log(await (await fetch(`${address}/page`)).text(), (await fetch(`${address}/none`)).status);

const client = new OpenAI({ apiKey: 'not-a-key', baseURL: `${address}/v1`, maxRetries: 0 });
for await (const chunk of await client.chat.completions.create({ model: 'm', stream: true, messages: [{ role: 'user', content: 'the wren' }] })) {
  console.log(chunk.choices[0].delta.content);
}
server.close();
server.closeAllConnections();

const pdf = new PDFDocument({ info: { CreationDate: new Date(0) } });
let bytes = 0;
pdf.on('data', (chunk) => { bytes += chunk.length; });
pdf.text('wren');
pdf.end();
await new Promise((resolve) => pdf.on('end', resolve));
console.log(bytes > 1000);

const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.json_to_sheet([{ bird: 'wren', grams: 9 }]), 'birds');
console.log(XLSX.utils.sheet_to_csv(XLSX.read(XLSX.write(book, { type: 'buffer' })).Sheets.birds));

const message = await openpgp.createMessage({ text: 'wren' });
const encrypted = await openpgp.encrypt({ message, passwords: ['not a secret'] });
console.log((await openpgp.decrypt({ message: await openpgp.readMessage({ armoredMessage: encrypted }), passwords: ['not a secret'] })).data);
console.log(typeof Iterator.from, [...map([1, 2].values(), (n) => n * 2)], tr46.toASCII('vögel.example', false, tr46.PROCESSING_OPTIONS.NONTRANSITIONAL, false));
