require('greet')('ambit').then(all => console.log(all.join(', ')))
