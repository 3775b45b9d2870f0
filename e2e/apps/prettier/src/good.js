const a = { b: 'c' };
