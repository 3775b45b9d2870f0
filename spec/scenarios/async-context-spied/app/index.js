const { AsyncResource } = require('async_hooks')
const greet = require('greet')

class Job extends AsyncResource {
  constructor (token) {
    super('JOB')
    this.token = token
  }
}

greet('nobody')
new Job('fake-token').runInAsyncScope(() => console.log(greet('ambit')))
