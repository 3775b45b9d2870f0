const greet = require('greet')

fetch('http://127.0.0.1:__SINK_PORT__/').then(response => response.text()).then(text => {
  console.log(greet('ambit'))
  return fetch('http://127.0.0.1:__SINK_PORT__/')
}).then(response => response.text()).then(text => console.log(text))
