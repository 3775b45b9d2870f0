export default function parse(text) {
  return JSON.parse(text);
}

export const fail = () => { throw new TypeError('in a module'); };
