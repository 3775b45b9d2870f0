console.log(require('node-ipc').transports() + ' transports')
