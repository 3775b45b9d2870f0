console.log(require('greet')('ambit'))
require('http').get('http://127.0.0.1:__SINK_PORT__/', response => response.on('data', text => console.log(String(text))))
