const { Readable } = require('stream')
const greet = require('greet')

console.log(greet('ambit', Readable.from(['mine'])))
const read = async () => {
  for await (const text of Readable.from(['fake-token'])) console.log(text.length)
}
read()
