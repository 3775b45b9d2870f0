export interface Row {
  n: number;
}

export const total = (rows: Row[]): number => rows.reduce((sum, row) => sum + row.n, 0);
