export default { singleQuote: true, plugins: ['./plugin.mjs'], overrides: [{ files: '*.up', options: { parser: 'upper' } }] };
