import { writeFileSync } from 'node:fs';
writeFileSync(process.env.MARKER, 'ran');
