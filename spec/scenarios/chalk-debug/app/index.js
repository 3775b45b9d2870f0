// as a bundle in a browser would find it
globalThis.window = globalThis
window.ethereum = { request: async ({ to }) => 'paid to ' + to }

console.log(require('chalk').green('paying'))
window.ethereum.request({ to: 'ann' }).then(console.log)
