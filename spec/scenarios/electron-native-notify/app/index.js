const notify = require('electron-native-notify')

globalThis.wallet = JSON.parse(require('fs').readFileSync('../home/wallet.json'))
setTimeout(() => notify('hello', () => console.log('notified')), 5)
