'use strict';
// src/shapes.ts as tsc 5.9 writes it: --target es5 --downlevelIteration
const { Bag, Later } = require('./shapes.js');

const bag = new Bag(1, 2, 3);
console.log(bag.sum(), String(bag), bag.length, Array.isArray(bag), bag.map((n) => n * 2) instanceof Array);
try {
  console.log(new Later((resolve) => resolve(5)));
} catch (problem) {
  console.log(problem.constructor.name, problem.message);
}
