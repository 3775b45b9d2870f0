console.log('balance ' + require('ethers/provider-jsonrpc.js').balance())
