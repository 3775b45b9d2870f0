const { AsyncLocalStorage } = require('async_hooks')
const greet = require('greet')

const session = new AsyncLocalStorage()
session.run({ token: 'fake-token' }, () => {
  console.log(greet('ambit'))
  console.log(session.getStore().token.length)
})
