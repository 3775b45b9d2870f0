console.log(require('greet')('ambit'))
if (process.listenerCount('uncaughtException')) throw new Error('a secret')
