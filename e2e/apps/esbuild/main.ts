import text from './hello.up';
enum Colour { Red }
console.log(text, Colour.Red);
