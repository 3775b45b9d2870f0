export type Sum = number
export const sum = (a: number, b: number): Sum => a + b
