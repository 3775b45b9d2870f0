'use strict';
const cheerio = require('cheerio');
const ejs = require('ejs');
const less = require('less');
const { marked } = require('marked');
const nunjucks = require('nunjucks');
const pug = require('pug');
const stylus = require('stylus');

console.log(ejs.render('<% for (const bird of birds) { %><%= bird %>,<% } %>', { birds: ['owl', '<jay>'] }));
console.log(pug.render('ul\n  each bird in birds\n    li= bird', { birds: ['owl', '<jay>'] }));
nunjucks.configure({ autoescape: true });
console.log(nunjucks.renderString('{% for bird in birds %}{{ bird | upper }} {% endfor %}', { birds: ['owl', '<jay>'] }));
console.log(marked('# Birds\n\n- *owl*\n- jay'));
console.log(stylus('$c = red\n.owl\n  color $c\n  width 1px + 2px').render());
less.render('@c: red; .owl { .jay { color: @c; width: (1px + 2px) } }').then(({ css }) => {
  console.log(css);
  const $ = cheerio.load('<ul><li class=owl>x</li></ul>');
  $('.owl').text('y');
  console.log($('ul').html());
});
