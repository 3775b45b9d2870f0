'use strict';
const fs = require('fs');
const { sum } = require('../src/sum.js');

jest.mock('../src/load.js', () => ({ load: jest.fn(() => 'mocked') }));
const { load } = require('../src/load.js');

describe('sum', () => {
  afterEach(() => jest.useRealTimers());

  test('adds', () => expect(sum(1, 2)).toBe(3));
  test('mocks a module', () => expect(load()).toBe('mocked'));
  test('spies', () => {
    const spy = jest.spyOn(Math, 'max').mockReturnValue(7);
    expect(Math.max(1, 2)).toBe(7);
    spy.mockRestore();
    expect(Math.max(1, 2)).toBe(2);
  });
  test('fakes timers', () => {
    jest.useFakeTimers();
    const done = jest.fn();
    setTimeout(done, 60_000);
    jest.advanceTimersByTime(60_000);
    expect(done).toHaveBeenCalledTimes(1);
  });
  test.each([[1, 1, 2], [2, 2, 4]])('adds %i and %i', (a, b, c) => expect(sum(a, b)).toBe(c));
  test('matches a snapshot', () => expect({ a: [1, new Date(0)] }).toMatchSnapshot());
  test('changes primordials of its own realm', () => {
    Array.prototype.last = function () {
      return this[this.length - 1];
    };
    expect([1, 2].last()).toBe(2);
  });
  test('reads files', () => expect(fs.readFileSync(require.resolve('../src/sum.js'), 'utf8')).toContain('sum'));
  test('resets modules', () => {
    jest.resetModules();
    expect(require('../src/sum.js').sum).not.toBe(sum);
  });
  test('has classes of its realm', () => {
    expect([]).toBeInstanceOf(Array);
    expect(JSON.parse('{}')).toEqual({});
  });
});
