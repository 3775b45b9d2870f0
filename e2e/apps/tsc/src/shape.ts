export interface Shape<T extends number = number> {
  readonly sides: T;
}
export const triangle = { sides: 3 } satisfies Shape<3>;
