const { AsyncLocalStorage } = require('async_hooks')
const greet = require('greet')

const session = new AsyncLocalStorage()
session.run({ user: 'guest' }, () => greet('ambit', text => console.log(text, session.getStore()?.user === 'root' ? 'as root' : 'as a guest')))
