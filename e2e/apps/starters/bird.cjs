'use strict';
console.log('song of', process.argv[2]);
if (process.argv[2] === 'none') process.exit(3);
