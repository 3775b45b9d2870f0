console.log(new (require('keyv'))().set('key', 'value').get('key'))
