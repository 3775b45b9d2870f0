const greet = require('greet')

console.log(greet('ambit'))
new ReadableStream({
  start (controller) {
    controller.enqueue('fake-token')
    controller.close()
  }
}).getReader().read().then(({ value }) => console.log(value.length))
