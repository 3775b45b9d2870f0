const greet = require('greet')

function order (name) {
  console.log(greet(name))
}
order('ambit')
