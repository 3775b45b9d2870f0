const path = require('node:path') as typeof import('node:path');
const name: string = path.basename(__filename);
exports.version = `${name} 1` as const;
