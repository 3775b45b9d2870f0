console.log(require('axios').describe('/'))
