import { writeFileSync, type PathLike } from 'node:fs';
writeFileSync(process.env.MARKER as PathLike, 'ran');
