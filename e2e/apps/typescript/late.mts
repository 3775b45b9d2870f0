export const late = <T,>(value: T): [T, 'module'] => [value, 'module'];
