'use strict';
module.exports = {
  rules: {
    'no-foo': {
      meta: { messages: { foo: 'no foo' }, fixable: 'code', schema: [] },
      create: (context) => ({
        Identifier: (node) => node.name === 'foo' && context.report({ node, messageId: 'foo', fix: (fixer) => fixer.replaceText(node, 'bar') }),
      }),
    },
  },
};
