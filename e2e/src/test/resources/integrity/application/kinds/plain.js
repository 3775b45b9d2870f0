console.log('clean plain.js');
exports.name = 'plain';
