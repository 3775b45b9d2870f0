console.log('swap 3 for ' + require('@velora-dex/sdk').quote(3))
