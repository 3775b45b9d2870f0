'use strict';

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const { chmodSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const { project } = require('./fixture.cjs');

const LINE = Number(process.versions.node.split('.')[0]);
const TREE = {
  '': {
    dependencies: ['dep'],
    files: {
      'main.js': { source: 'try { console.log(require("dep")); } catch (e) { console.log(e.code); }', free: ['console'] },
      'fork.js': {
        source: 'const { spawnSync } = require("child_process");'
          + 'console.log(spawnSync(process.execPath, ["main.js"], { encoding: "utf8", env: {} }).stdout.trim())',
        free: ['console', 'process'],
      },
      'thread.js': {
        source: 'new (require("worker_threads").Worker)(__dirname + "/main.js", { env: {} })', free: ['console', 'process'],
      },
      'module.mjs': { source: 'try { console.log((await import("dep")).default); } catch (e) { console.log(e.code); }', free: ['console'] },
    },
  },
  'node_modules/dep': { files: { 'index.js': 'module.exports = "dep ran"' } },
};

/** The launcher's passes of a project, taken now. @param {ReturnType<typeof project>} built */
function passesOf(built) {
  /** @type {Record<string, any>} */
  const files = {};
  for (const name of ['main.js', 'fork.js', 'thread.js', 'module.mjs', 'node_modules/dep/index.js']) {
    const stat = statSync(join(built.root, name), { bigint: true });
    files[name] = (stat.mode & 0o100n) === 0n ? 'permission denied' : [stat.dev, stat.ino, stat.ctimeNs, stat.size].map(String);
  }
  const file = join(built.root, '.passes');
  writeFileSync(file, JSON.stringify({ version: 1, root: built.root, files }));
  return { AMBIT_EXEC_CHECK: file, AMBIT_EXEC_CHECK_INTEGRITY: `sha256-${createHash('sha256').update(readFileSync(file)).digest('base64')}` };
}

/** @param {number} mode of the package's file; the application's own are executable */
function marked(mode) {
  const built = project(TREE);
  for (const name of Object.keys(/** @type {any} */ (TREE[''].files))) chmodSync(join(built.root, name), 0o755);
  chmodSync(join(built.root, 'node_modules/dep/index.js'), mode);
  return built;
}

const WAYS = LINE >= 26 ? ['passes', 'kernel'] : ['passes'];

for (const way of WAYS) {
  /** @param {ReturnType<typeof project>} built @returns {Record<string, string>} */
  const settings = (built) => (way === 'kernel' ? { AMBIT_EXEC_CHECK: 'kernel' } : passesOf(built));

  for (const entry of ['main.js', 'fork.js', 'thread.js', 'module.mjs']) {
    test(`${way}: ${entry} loads a file that may be executed`, () => {
      const built = marked(0o755);
      const { code, out, err } = built.run(entry, settings(built));
      assert.deepEqual([code, out, err], [0, 'dep ran\n', '']);
    });

    test(`${way}: ${entry} does not load a file that may not be executed`, () => {
      const built = marked(0o644);
      const { out, err } = built.run(entry, settings(built));
      assert.equal(out, 'ERR_CODE_INTEGRITY_VIOLATION\n');
      if (entry !== 'fork.js') assert.match(err, /ERR_CODE_INTEGRITY_VIOLATION the kernel does not let .*index\.js` be executed: permission denied/);
    });
  }

  test(`${way}: the program itself is checked`, () => {
    const built = marked(0o755);
    chmodSync(join(built.root, 'main.js'), 0o644);
    const { code, out } = built.run('main.js', settings(built));
    assert.notEqual(code, 0);
    assert.equal(out, '');
  });

  test(`${way}: observing lifts nothing`, () => {
    const built = project(TREE, { mode: 'observe' });
    chmodSync(join(built.root, 'main.js'), 0o755);
    assert.equal(built.run('main.js', settings(built)).out, 'ERR_CODE_INTEGRITY_VIOLATION\n');
  });
}

test('passes: a file that was written since is refused, also when its text is the same again', () => {
  const built = marked(0o755);
  const settings = passesOf(built);
  const file = join(built.root, 'node_modules/dep/index.js');
  writeFileSync(file, readFileSync(file));
  assert.equal(built.run('main.js', settings).out, 'ERR_CODE_INTEGRITY_VIOLATION\n');
});

test('passes: forged ones end the process', () => {
  const built = marked(0o644);
  const settings = passesOf(built);
  writeFileSync(settings.AMBIT_EXEC_CHECK, readFileSync(settings.AMBIT_EXEC_CHECK, 'utf8').replace('"permission denied"', '["1","1","1","1"]'));
  const { code, out, err } = built.run('main.js', settings);
  assert.deepEqual([code, out], [70, '']);
  assert.match(err, /is not what AMBIT_EXEC_CHECK_INTEGRITY names/);
});

test('a Node that cannot ask the kernel runs nothing', () => {
  const built = marked(0o755);
  const { code, out, err } = LINE >= 26
    ? built.run(['--permission', '--allow-fs-read=*', 'main.js'], { AMBIT_EXEC_CHECK: 'kernel' })
    : built.run('main.js', { AMBIT_EXEC_CHECK: 'kernel' });
  assert.deepEqual([code, out], [70, '']);
  assert.match(err, LINE >= 26 ? /the guard could not start.*ERR_ACCESS_DENIED|the guard could not start.*permission/s : /^ambit: node v\d.* cannot ask the kernel whether files may be executed; use Node 26 or newer\n$/);
});
