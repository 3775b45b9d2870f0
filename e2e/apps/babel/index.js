'use strict';
const babel = require('@babel/core');

console.log(babel.transformFileSync('src/a.js').code);
babel.transformAsync('const x = `a${b}`;', { filename: 'x.js' }).then((result) => console.log(result.code));
