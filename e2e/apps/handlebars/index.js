'use strict';
const handlebars = require('handlebars');

handlebars.registerHelper('loud', (text) => text.toUpperCase());
handlebars.registerPartial('item', '<li>{{loud this}}</li>');
const page = handlebars.compile('<ul>{{#each items}}{{> item}}{{else}}none{{/each}}</ul>{{{raw}}}{{escaped}}');
console.log(page({ items: ['a', 'b'], raw: '<b>', escaped: '<i>' }), page({}));
console.log(handlebars.precompile('{{x}}').length > 100);
