console.log('hello ambit')
