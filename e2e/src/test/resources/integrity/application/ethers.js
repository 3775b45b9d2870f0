require('provider2');
console.log(require('ethers').name);
