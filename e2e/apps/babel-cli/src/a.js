class A { #x = 'foo'; async *each() { yield* [...this.#x]; } }
export const make = (a, { b = 1, ...rest } = {}) => new A(a?.b ?? b, rest);
