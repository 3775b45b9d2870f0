require('node:fs').writeFileSync(process.env.MARKER, 'ran');
