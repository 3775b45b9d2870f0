console.log('clean module.mjs');
export const name = 'module';
