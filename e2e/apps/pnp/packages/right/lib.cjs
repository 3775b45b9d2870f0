exports.name = 'right';
