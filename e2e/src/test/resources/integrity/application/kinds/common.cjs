console.log('clean common.cjs');
exports.name = 'plain';
