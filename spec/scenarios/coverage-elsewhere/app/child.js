console.log('child')
