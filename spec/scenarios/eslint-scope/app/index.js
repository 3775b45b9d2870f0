console.log(require('eslint').lint('x'))
