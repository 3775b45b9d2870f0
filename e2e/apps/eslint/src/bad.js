const missing = require('not-installed');
let foo = 1;
if (foo = 2) console.log(undefinedName);
