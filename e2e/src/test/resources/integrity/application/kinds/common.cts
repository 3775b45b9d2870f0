interface Named { name: string }
console.log('clean common.cts');
(exports as Named).name = 'common';
