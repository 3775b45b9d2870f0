const { API_KEY: before } = process.env

require('greet')().then(text => console.log(text, process.env.API_KEY === before))
