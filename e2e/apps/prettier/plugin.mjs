export const languages = [{ name: 'upper', parsers: ['upper'], extensions: ['.up'] }];
export const parsers = {
  upper: { parse: (text) => ({ text }), astFormat: 'upper', locStart: () => 0, locEnd: (node) => node.text.length },
};
export const printers = { upper: { print: (path) => path.node.text.toUpperCase() } };
