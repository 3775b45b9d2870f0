export abstract class Shape {
  static made = 0;
  protected name = 'shape';

  constructor(public readonly sides: number) {
    Shape.made++;
  }

  abstract area(): number;

  get label(): string {
    return `${this.name} with ${this.sides} sides`;
  }

  toString(): string {
    return `${this.label}: ${this.area()}`;
  }
}

export class Rectangle extends Shape {
  constructor(protected a: number, protected b: number) {
    super(4);
    this.name = 'rectangle';
  }

  area(): number {
    return this.a * this.b;
  }
}

export class Square extends Rectangle {
  constructor(a: number) {
    super(a, a);
  }

  get label(): string {
    return `square of ${this.a}`;
  }

  toString(): string {
    return `(${super.toString()})`;
  }
}

export class Missing extends Error {
  constructor(what: string) {
    super(`${what} is missing`);
    Object.setPrototypeOf(this, new.target.prototype);
    this.name = 'Missing';
  }
}

export class Bag extends Array<number> {
  constructor(...items: number[]) {
    super(...items);
    Object.setPrototypeOf(this, Bag.prototype);
  }

  sum(): number {
    return this.reduce((total, n) => total + n, 0);
  }

  toString(): string {
    return `bag of ${this.join('+')}`;
  }
}

export class Later extends Promise<number> {
  constructor(run: (resolve: (n: number) => void, reject: (e: unknown) => void) => void) {
    super(run);
  }
}

export namespace Colors {
  export enum Color { Red, Green = 'green' }
  export const hasOwnProperty = (name: string): boolean => name in Color;
}

export function* count(to: number): Generator<number> {
  for (let i = 0; i < to; i++) {
    yield i;
  }
}

export async function wait(): Promise<string> {
  const parts = [...count(3)];
  const { length, ...rest } = { length: parts.length, other: 1, ...{ constructor: 'own' } };
  return `${length} ${JSON.stringify(rest)} ${parts?.at?.(-1) ?? 'none'}`;
}
