const greet = require('greet')

console.log(greet('ambit'), globalThis.crypto.getRandomValues(new Uint8Array(16)).some(Boolean))
