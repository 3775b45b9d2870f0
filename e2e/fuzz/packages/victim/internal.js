exports.secret = 'secret-of-the-victim'
