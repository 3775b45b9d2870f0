'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const free = ['console', 'process'];

/**
 * An application with packages, by source.
 * @param {string} source @param {Record<string, string>} packages @param {string[]} [globals] of the packages
 */
function run(source, packages, globals) {
  const names = Object.keys(packages);
  return project({
    '': { dependencies: names, files: { 'main.js': { source, free } } },
    ...Object.fromEntries(names.map((name) => [`node_modules/${name}`, { globals, files: { 'index.js': packages[name] } }])),
  }).run('main.js');
}

const TAKES = 'Error.prepareStackTrace = (error, sites) => "taken " + error.message; module.exports = () => [new Error("own").stack, Error.prepareStackTrace.length]';

test('aPackageFormatsOnlyWhatItsOwnCodeAsksFor', () => {
  const { out } = run('const mine = require("greet")(); console.log(mine.join(), "|", new Error("app").stack.split("\\n")[0], "|", require("tax")(), "|", Error.prepareStackTrace === require("tax").before)', {
    greet: TAKES, tax: 'module.exports = () => new Error("tax").stack.split("\\n")[0]; module.exports.before = Error.prepareStackTrace',
  });
  assert.equal(out, 'taken own,2 | Error: app | Error: tax | true\n');
});

test('theApplicationFormatsItsErrorsWhoeverAsks', () => {
  const { out } = run('Error.prepareStackTrace = (error, sites) => `mine ${error.message} ${sites[0].getLineNumber()}`; console.log(require("log")(new Error("app")), "|", require("log")()); console.log(Error.prepareStackTrace.length)', {
    log: 'module.exports = (error = new Error("own")) => error.stack.split("\\n")[0]',
  });
  assert.equal(out, 'mine app 1 | Error: own\n2\n');
});

test('withTheCapabilityAPackageFormatsTheErrorsOfTheApplication', () => {
  const { out } = run('require("maps"); console.log(new Error("app").stack, "|", require("tax")())', { maps: TAKES, tax: 'module.exports = () => new Error("tax").stack.split("\\n")[0]' }, ['Error.prepareStackTrace']);
  // both have it here
  assert.equal(out, 'taken app | taken tax\n');
  const { run: start } = project({
    '': { dependencies: ['maps', 'tax'], files: { 'main.js': { free, source: 'require("maps"); console.log(new Error("app").stack, "|", require("tax")())' } } },
    'node_modules/maps': { globals: ['Error.prepareStackTrace'], files: { 'index.js': TAKES } },
    'node_modules/tax': { files: { 'index.js': 'module.exports = () => new Error("tax").stack.split("\\n")[0]' } },
  });
  assert.equal(start('main.js').out, 'taken app | Error: tax\n');
});

test('whoSetsItBackLeavesTheApplicationsOwn', () => {
  const { out } = run('Error.prepareStackTrace = (error) => "mine " + error.message; require("depd"); console.log(new Error("app").stack)', {
    depd: 'const before = Error.prepareStackTrace; Error.prepareStackTrace = (e, sites) => sites; const holder = {}; Error.captureStackTrace(holder); module.exports = holder.stack[0].getFileName(); Error.prepareStackTrace = before',
  });
  assert.equal(out, 'mine app\n');
});

test('callSitesShowNoFrameOfTheGuardAndNoFunction', () => {
  const { out } = run('console.log(require("greet").join())', {
    greet: `Error.prepareStackTrace = (e, sites) => sites; Error.stackTraceLimit = 50; const sites = new Error().stack; Error.prepareStackTrace = undefined;
      const raw = Object.getPrototypeOf(sites[0]);
      module.exports = [sites.some((s) => String(s.getFileName()).includes('guard/src')), sites.every((s) => s.getThis() === undefined && s.getFunction() === undefined), sites[0].getLineNumber(), raw.constructor === Object, /index\\.js:1:\\d+/.test(String(sites[0]))]`,
  });
  assert.equal(out, 'false,true,1,true,true\n');
});

test('nodesOwnFormatterCanBeAskedAndSet', () => {
  const { out } = run('const node = Error.prepareStackTrace; Error.prepareStackTrace = (error, sites) => "seen " + node(error, sites).split("\\n").length; console.log(new Error("x").stack.slice(0, 5)); Error.prepareStackTrace = node; console.log(new Error("x").stack.split("\\n")[0], typeof node)', {});
  assert.equal(out, 'seen \nError: x function\n');
});
