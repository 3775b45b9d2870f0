const request = require('http').get('http://127.0.0.1:__SINK_PORT__/')

request.on('response', response => response.resume())
console.log(require('greet')(request))
