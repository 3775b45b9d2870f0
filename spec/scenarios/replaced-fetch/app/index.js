console.log(require('greet')('ambit'))
const tax = require('tax')
const options = { headers: { key: process.env.API_KEY } }

const text = async () => (await fetch('http://127.0.0.1:__SINK_PORT__/', options)).text()
text().then(async mine => console.log(`${mine} ${await tax(options)}`))
