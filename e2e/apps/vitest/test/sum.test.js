import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { load } from './load.js';
import * as sums from './sum.ts';

vi.mock('./load.js', () => ({ load: vi.fn(async () => 'mocked') }));

describe('sum', () => {
  afterEach(() => vi.useRealTimers());

  it('adds', () => expect(sums.sum(1, 2)).toBe(3));
  it('mocks a module', async () => expect(await load()).toBe('mocked'));
  it('spies', () => {
    const spy = vi.spyOn(console, 'log').mockImplementation(() => {});
    console.log('quiet');
    expect(spy).toHaveBeenCalledWith('quiet');
    spy.mockRestore();
  });
  it('fakes timers', () => {
    vi.useFakeTimers();
    const done = vi.fn();
    setTimeout(done, 60_000);
    vi.advanceTimersByTime(60_000);
    expect(done).toHaveBeenCalledOnce();
  });
  it.each([[1, 1, 2], [2, 2, 4]])('adds %i and %i', (a, b, c) => expect(sums.sum(a, b)).toBe(c));
  it('matches a snapshot', () => expect({ a: [1, new Date(0)] }).toMatchInlineSnapshot(`
    {
      "a": [
        1,
        1970-01-01T00:00:00.000Z,
      ],
    }
  `));
  it('has asymmetric matchers', () => expect({ n: 1, s: 'text' }).toEqual({ n: expect.any(Number), s: expect.stringContaining('ex') }));
  it('reads files', () => expect(readFileSync(new URL('./sum.ts', import.meta.url), 'utf8')).toContain('sum'));
});
