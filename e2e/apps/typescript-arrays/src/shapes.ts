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
