export const load = async () => 'real';
