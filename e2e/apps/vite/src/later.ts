export const say = (text: unknown): void => console.log('later', text);
