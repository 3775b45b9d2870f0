require('greet')()
