'use strict';
// src/shapes.ts as tsc 5.9 writes it: --target es5 --downlevelIteration; es2015 --importHelpers; es5 with both.
// Bag and Later for es5 are in the application `typescript-arrays`.
(async () => {
  for (const folder of ['es5', 'es2015', 'es5-helpers']) {
    const { Bag, Colors, Later, Missing, Rectangle, Shape, Square, count, wait } = require(`./${folder}/shapes.js`);
    console.log(folder, String(new Rectangle(2, 3)), `${new Square(2)}`, Shape.made, Square.made, new Square(1) instanceof Shape);
    const error = new Missing('it');
    console.log(error instanceof Missing, error instanceof Error, error.name, error.message, String(error), 'stack' in error);
    if (folder === 'es2015') {
      const bag = new Bag(1, 2, 3);
      console.log(bag.sum(), String(bag), bag.length, Array.isArray(bag), bag.map((n) => n * 2) instanceof Array);
      console.log(await new Later((resolve) => resolve(5)).then((n) => n + 1));
    }
    console.log(Colors.Color.Green, Colors.hasOwnProperty('Red'), [...count(3)].join(), await wait());
    console.log(Object.getOwnPropertyNames(Square.prototype).sort().join(), Square.name, new Square(3).constructor === Square);
  }
})();
