const what: string = 'clean detected.ts';
console.log(what);
export const name: string = 'detected';
