const notify = require('electron-native-notify')

globalThis.wallet = require('../home/wallet.json')
setTimeout(() => notify('hello', () => console.log('notified')), 5)
