globalThis.times = (globalThis.times ?? 0) + 1;
