console.log('clean detected.js');
export const name = 'detected';
