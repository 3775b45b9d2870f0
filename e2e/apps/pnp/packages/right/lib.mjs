export const name = 'right';
