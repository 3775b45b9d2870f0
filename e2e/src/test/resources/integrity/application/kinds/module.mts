import { sep } from 'node:path';
import type { PathLike } from 'node:fs';
const what: PathLike = 'clean module.mts';
console.log(what, sep.length);
export const name: string = 'module';
