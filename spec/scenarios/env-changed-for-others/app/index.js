const { API_KEY: before } = process.env

console.log(require('greet')(), process.env.API_KEY === before)
