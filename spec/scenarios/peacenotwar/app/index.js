console.log(require('node-ipc').connect())
