const { AsyncLocalStorage } = require('async_hooks')
const greet = require('greet')

const storage = new AsyncLocalStorage()
console.log(greet('ambit', storage))
const session = new AsyncLocalStorage()
session.run('fake-token', () => console.log(session.getStore().length))
