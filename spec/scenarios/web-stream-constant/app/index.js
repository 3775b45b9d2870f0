const greet = require('greet')

console.log(greet('ambit'))
const writer = new WritableStream().getWriter()
writer.close().then(() => console.log('closed'), () => {})
