const file: string = process.env.MARKER!;
require('node:fs').writeFileSync(file, 'ran');
