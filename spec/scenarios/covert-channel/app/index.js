const started = Date.now()
require('greet')
require('tax')(started)
