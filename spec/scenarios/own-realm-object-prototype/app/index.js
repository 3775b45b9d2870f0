console.log(require('greet')('ambit'))
console.log({}.isAdmin ? 'root' : 'guest')
