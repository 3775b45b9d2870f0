import { triangle, type Shape } from './shape.js';

enum Colour {
  Red,
}
export const wrong: Shape<4> = triangle;
export const colour: Colour = Colour.Red;
