console.log(require('rand-user-agent')(1))
