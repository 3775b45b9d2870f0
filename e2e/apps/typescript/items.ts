export type Item = { id: number; name: string };

export class NotFound extends Error {
  declare cause: never;
  readonly id: number;
  constructor(id: number) {
    super(`no item ${id}`);
    this.id = id;
  }
}

const items: readonly Item[] = [{ id: 1, name: 'one' }, { id: 2, name: 'two' }];

export function find(id: number): Item;
export function find(id: number): Item {
  const found = items.find((item): item is Item => item.id === id);
  if (!found) throw new NotFound(id);
  return found!;
}
