'use strict';
// Bans method calls: `x.f()` looks `f` up on something that a package may have changed. The guard calls captured
// functions, imported from primordials.cjs; what it calls by member it takes from an object of its own.

/** Objects that the guard made itself, whose members nobody else can reach. */
const OWN = new Set([
  'manifest', 'denials', 'resolver', 'globals', 'endowments', 'builtins', 'children', 'hooks', 'loader', 'sources', 'slot', 'packages', 'synthetics', 'hosts', 'realms', 'code', 'integrity',
]);

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: { type: 'problem', schema: [], messages: { live: 'call a captured function of primordials.cjs instead of the method `{{name}}`' } },
  create(context) {
    return {
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== 'MemberExpression' || callee.optional) return;
        const { object, property } = callee;
        if (object.type === 'Identifier' && OWN.has(object.name)) return;
        const name = property.type === 'Identifier' ? property.name : context.sourceCode.getText(property);
        context.report({ node, messageId: 'live', data: { name } });
      },
    };
  },
};
