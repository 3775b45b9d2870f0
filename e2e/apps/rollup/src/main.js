import { add, unused } from './add.js';
export const three = add(1, 2);
