const greet = require('greet')

console.log(greet('ambit'))
fetch('http://127.0.0.1:__SINK_PORT__/').then(response => response.text()).then(text => console.log(text))
