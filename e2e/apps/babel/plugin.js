'use strict';
module.exports = ({ types }) => ({ visitor: { StringLiteral: (path) => path.node.value === 'foo' && path.replaceWith(types.stringLiteral('bar')) } });
