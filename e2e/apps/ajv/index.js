'use strict';
const Ajv2020 = require('ajv/dist/2020');
const standalone = require('ajv/dist/standalone').default;
const addFormats = require('ajv-formats');

const ajv = new Ajv2020({ allErrors: true, code: { source: true } });
addFormats(ajv);
const validate = ajv.compile({
  type: 'object',
  properties: { mail: { type: 'string', format: 'email' }, age: { type: 'integer', minimum: 0 } },
  required: ['mail'],
  unevaluatedProperties: false,
});
for (const value of [{ mail: 'a@example.org', age: 1 }, { mail: 'x', age: -1 }, { other: 1 }]) {
  console.log(validate(value), ajv.errorsText(validate.errors));
}
console.log(standalone(ajv, validate).length > 1000);
