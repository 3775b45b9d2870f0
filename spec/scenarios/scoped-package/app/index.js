console.log(require('@corp/greet')('ambit'))
