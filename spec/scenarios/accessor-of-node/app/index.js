const greet = require('greet')

const { get } = Object.getOwnPropertyDescriptor(URL.prototype, 'href')
console.log(greet('ambit'), get.call(new URL('http://127.0.0.1/?token=fake-token')).length)
