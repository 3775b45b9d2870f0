'use strict';
const assert = require('node:assert/strict');
const { mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { test } = require('node:test');
const { project, runPackage, probe } = require('./fixture.cjs');

const victim = { 'node_modules/victim': { files: { 'index.js': 'module.exports = "victim"', 'internal.js': 'module.exports = "internal"', 'm.mjs': 'export default 1' } } };

test('aDeclaredDependencyIsFoundWhereTheManifestSays', () => {
  const { out } = runPackage('module.exports = require("victim") + require("victim/internal") + require(require.resolve("victim"))', { dependencies: ['victim'], tree: victim });
  assert.equal(out, 'victiminternalvictim\n');
});

test('aPhantomDependencyIsRefusedWithTheCommandThatAllowsIt', () => {
  const { code, err, recorded } = runPackage('module.exports = require("victim")', { tree: victim });
  assert.equal(code, 1);
  assert.match(err, /^ERR_AMBIT_DENIED evil@1\.0\.0 may not require `dependency:victim`\n {2}node_modules\/evil\/index\.js:1:18 {3}via app > evil\n {2}allow it: ambit approve evil@1\.0\.0 dependency:victim\n/);
  assert.deepEqual(recorded(), [{
    event: 'denied', package: 'evil@1.0.0', capability: 'dependency:victim', action: 'require', file: 'node_modules/evil/index.js', line: 1, column: 18,
    via: 'app > evil', fix: 'ambit approve evil@1.0.0 dependency:victim',
  }]);
});

test('aMissingOptionalDependencyStaysMissing', () => {
  assert.equal(probe({ it: 'require("bufferutil")' }).it, 'threw MODULE_NOT_FOUND');
});

test('pathsIntoANeighbourAreRefused', () => {
  const { err, ...out } = probe({
    relative: 'require("../victim/internal.js")', absolute: 'require(require("path").join(__dirname, "../victim/internal.js"))', app: 'require("../../main.js")',
    resolve: 'require.resolve("../victim")', resolvePaths: 'require.resolve("victim", { paths: [__dirname] })', outside: 'require("/etc/../etc/passwd")',
    changing: 'require({ n: 0, toString() { return this.n++ ? "../victim" : "./index.js" } })', wrapped: 'require(new String("../victim"))',
    traversal: 'require("evil/../victim")', paths: '(module.paths.push("/tmp"), require("victim"))', viaCreate: 'require("module").createRequire(require("path").join(__dirname, "../victim/x.js"))("./index.js")',
  }, { builtins: ['path', 'module.createRequire'], tree: victim });
  assert.deepEqual(out, {
    relative: 'threw ERR_AMBIT_DENIED', absolute: 'threw ERR_AMBIT_DENIED', app: 'threw ERR_AMBIT_DENIED', resolve: 'threw ERR_AMBIT_DENIED',
    resolvePaths: 'threw ERR_AMBIT_DENIED', outside: 'threw ERR_AMBIT_DENIED', changing: 'threw ERR_INVALID_ARG_TYPE', wrapped: 'threw ERR_INVALID_ARG_TYPE',
    traversal: 'threw ERR_AMBIT_DENIED', paths: 'threw ERR_AMBIT_DENIED', viaCreate: 'threw ERR_AMBIT_DENIED',
  });
  assert.match(err, /may not require `dependency:victim`/);
});

test('aHostMayResolveAsItsDependentsDoAndEachFindIsJudged', () => {
  const { err, ...out } = probe({
    app: 'at("./main.js")("./plugin.js")', absolute: 'at("./main.js")(require("path").join(root, "plugin.js"))', ours: 'at("./node_modules/user/x.js")("user")',
    neighbour: 'at("./main.js")("victim")', inside: 'at("./main.js")("./node_modules/victim/internal.js")', resolve: 'at("./main.js").resolve("victim")',
    victim: 'at("./node_modules/victim/x.js")("./index.js")', builtin: 'at("./main.js")("fs")', none: 'at("./main.js")("absent")', outside: 'at("../x.js")("victim")',
    etc: 'at("/etc/x.js")("./passwd")',
  }, {
    builtins: ['path', 'module.createRequire'], dependents: ['', 'node_modules/user'],
    head: 'const { join, resolve } = require("path"); const root = join(__dirname, "../.."); const at = (place) => require("module").createRequire(resolve(root, place));',
    tree: { ...victim, 'node_modules/user': { files: { 'index.js': 'module.exports = "user"' } } },
    main: 'const out = require("evil"); console.log(JSON.stringify(out))', unlisted: { '../../plugin.js': 'module.exports = "plugin"' },
  });
  assert.deepEqual(out, {
    app: 'plugin', absolute: 'plugin', ours: 'user', neighbour: 'threw ERR_AMBIT_DENIED', inside: 'threw ERR_AMBIT_DENIED', resolve: 'threw ERR_AMBIT_DENIED',
    victim: 'threw ERR_AMBIT_DENIED', builtin: 'threw ERR_AMBIT_DENIED', none: 'threw MODULE_NOT_FOUND', outside: 'threw MODULE_NOT_FOUND', etc: 'threw ERR_AMBIT_DENIED',
  });
  assert.match(err, /may not require `dependency:victim`/);
});

test('aSymlinkIsComparedByWhereItLeads', () => {
  const { run, root } = project({
    '': { dependencies: ['evil', 'linked'], files: { 'main.js': 'require("evil"); require("linked")' } },
    'packages/linked': { id: 'linked@1.0.0', files: { 'index.js': { source: 'console.log("linked")', free: ['console'] } } },
    'node_modules/linked': {},
    'node_modules/evil': { files: { 'index.js': 'try { require("./inside/internal.js") } catch (e) { console.log(e.code) }' } }, ...victim,
  });
  symlinkSync(join(root, 'node_modules/victim'), join(root, 'node_modules/evil/inside'));
  assert.equal(run('main.js').out.split('\n')[0], 'ERR_AMBIT_DENIED');
});

test('nodePathAndGlobalFoldersLeadNowhere', () => {
  const global = project({}).root;
  mkdirSync(join(global, 'stray'));
  writeFileSync(join(global, 'stray/index.js'), 'console.log("ran")');
  const { run } = project({ '': { files: { 'main.js': 'require("stray")' } } });
  const { code, out, err } = run('main.js', { NODE_PATH: global, HOME: tmpdir() });
  assert.deepEqual({ code, out }, { code: 1, out: '' });
  assert.match(err, /may not require `path:\.\.\//);
});

test('selfReferenceAndImportsMapsAreFollowed', () => {
  const { out } = runPackage('module.exports = [require("evil/sub"), require("#mine"), require("#dep")]', {
    dependencies: ['victim'], tree: victim,
    manifest: { exports: { '.': './index.js', './sub': './sub.js' }, imports: { '#mine': './sub.js', '#dep': 'victim' } },
    files: { 'sub.js': 'module.exports = "sub"' },
  });
  assert.equal(out, '["sub","sub","victim"]\n');
});

test('importsMapsGiveNothingBeyondTheGrants', () => {
  const { err: _, ...out } = probe({ phantom: 'require("#phantom")' }, { tree: victim, manifest: { imports: { '#phantom': 'victim' } } });
  assert.deepEqual(out, { phantom: 'threw ERR_AMBIT_DENIED' });
});

test('theApplicationReachesEveryPackageOfTheManifest', () => {
  const { run } = project({ '': { files: { 'main.js': { source: 'console.log(require("victim"), require("./node_modules/victim/internal.js"))', free: ['console'] } } }, ...victim });
  assert.equal(run('main.js').out, 'victim internal\n');
});

test('twoVersionsOfOneNameAreTwoPackages', () => {
  const { out } = runPackage('module.exports = require("victim")', {
    dependencies: ['victim'], tree: { ...victim, 'node_modules/evil/node_modules/victim': { id: 'victim@2.0.0', files: { 'index.js': 'module.exports = "nested"' } } },
  });
  assert.equal(out, 'nested\n');
});

test('aSpecifierCannotForgeLinesOnTheTerminal', () => {
  const { run, root } = project({ '': { files: { 'main.js': 'require("evil")' }, dependencies: ['evil'] }, 'node_modules/evil': { files: { 'index.js': 'require("bad\\u001b[2J\\nname")' } } });
  mkdirSync(join(root, 'node_modules/bad\u001b[2J\nname'), { recursive: true });
  writeFileSync(join(root, 'node_modules/bad\u001b[2J\nname/index.js'), '');
  const [first] = run('main.js').err.split('\n');
  assert.match(first, /^ERR_AMBIT_DENIED evil@1\.0\.0 may not require `path:node_modules\/bad\?\[2J\?name\/index\.js`$/);
});
