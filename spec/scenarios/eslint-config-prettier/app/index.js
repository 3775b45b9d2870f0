console.log(require('eslint-config-prettier').rules.indent)
