console.log(require('node-ipc').appspace)
