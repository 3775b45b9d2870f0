console.log(require('tool').run())
