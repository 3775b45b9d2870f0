package dev.ambit.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One source in each line, with all that it uses: capability, line and column; `?` for a probe.
class BuiltinUseTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "»",
      quoteCharacter = (char) 1,
      textBlock =
          """
          require('fs').readFile('x')                                         » fs.readFile 1:1
          require('node:fs').readFile                                         » fs.readFile 1:1
          const fs = require('fs'); fs.readFile(); fs.readFile()              » fs.readFile 1:27; fs.readFile 1:42
          class A { m() { this.nodeRequire('zlib').gzipSync() } }             » zlib.gzipSync 1:17
          const os = _chunk.__require.call(void 0, 'os'); os.homedir          » os.homedir 1:49
          __require('fs', 1).stat(); __require('left-pad'); myrequires('fs')  » none
          (function (require) { require('fs').stat() })(x); f.require('fs')   » none
          const fs = require('fs'); fs['read' + 'File']()                     » fs.readFile 1:27
          const fs = require('fs'); fs?.readFile?.()                          » fs.readFile 1:27
          const {readFile} = require('fs')                                    » fs.readFile 1:8
          const {readFile: r = 1, stat} = require('fs')                       » fs.readFile 1:8; fs.stat 1:25
          const {promises: {writeFile}} = require('fs')                       » fs/promises.writeFile 1:19
          const {readFile, ...rest} = require('fs')                           » fs.readFile 1:8; fs 1:21
          const {[k]: x} = require('fs')                                      » fs 1:8
          let a; ({readFile: a} = require('fs'))                              » fs.readFile 1:10
          const p = require('fs').promises; p.open('x')                       » fs/promises.open 1:35
          require('fs/promises').open                                         » fs/promises.open 1:1
          const fs = require('fs'); const f = fs; f.stat()                    » fs.stat 1:41
          let f; f = require('fs'); f.stat()                                  » fs.stat 1:27
          let f = require('fs'); f = other; f.stat()                          » fs.stat 1:35
          var s = fs_1.stat; var fs_1 = require('fs')                         » fs.stat 1:9
          (0, fs_1.readFile)(); var fs_1 = require('fs')                      » fs.readFile 1:5
          const f = a ? require('fs') : require('graceful-fs'); f.stat()      » fs.stat 1:55
          const m = require(a ? 'tty' : 'url'); m.parse                       » tty 1:11; url.parse 1:39
          require('fs')                                                       » fs 1:1
          const fs = require('fs')                                            » fs 1:12
          if (require('fs')) {}                                               » fs 1:5
          const fs = require('fs'); use(fs)                                   » fs 1:31
          const fs = require('fs'); module.exports = fs                       » fs 1:44
          const fs = require('fs'); exports.a = {fs}                          » fs 1:40
          const fs = require('fs'); exports.f = () => fs                      » fs 1:45
          const fs = require('fs'); this.fs = fs                              » fs 1:37
          const fs = require('fs'); fs[name]                                  » fs 1:27
          const fs = require('fs'); ({...fs})                                 » fs 1:32
          const fs = require('fs'); for (const k in fs) {}                    » fs 1:43
          const fs = require('fs'); [a] = fs                                  » fs 1:27
          class A { fs = require('fs') }                                      » fs 1:16
          class A extends require('stream').Transform {}                      » stream.Transform 1:17
          class A extends require('events') {}                                » events 1:17
          require('assert')(true)                                             » assert 1:1
          new (require('events'))()                                           » events 1:6
          const fs = require('fs'); fs.nothing; fs.stat                       » fs.stat 1:39
          require('fs').nothing                                               » fs 1:1
          const fs = require('fs'); fs.promises && fs.stat                    » fs.stat 1:42
          const fs = require('fs'); typeof fs.stat                            » fs.stat 1:34 ?
          const fs = require('fs'); 'stat' in fs                              » fs.stat 1:27 ?
          const fs = require('fs'); fs.stat.call(fs, 'x')                     » fs.stat 1:27
          const fs = require('fs'); fs.stat = 1                               » fs.stat 1:27
          const fs = require('fs'); function f(fs) { fs.stat() }              » fs 1:12
          const fs = require('fs'); function f(g) { g.stat() } f(fs)          » fs.stat 1:43
          const fs = require('fs'); let f = g => g.stat(); f = h; f(fs)       » fs.stat 1:40; fs 1:59
          const fs = require('fs'); exports.f = function (g) { g(fs) }        » fs 1:56
          const fs = require('fs'); function f(g) { g(fs) } f(h => h.stat())  » fs 1:45
          (function f(g) { g(require('fs')) })(h); f(h => h.stat())           » fs 1:20
          function f(g = require('fs')) { g.stat() }                          » fs.stat 1:33
          import('fs').then(f); function f(g) { g.stat() }                    » fs.stat 1:39
          import('fs').then(f); f = h => h.stat()                             » fs 1:1
          const fs = require('fs'); function f(...g) { g } f(fs)              » fs 1:52
          const fs = require('fs'); function f() { arguments } f(fs)          » fs 1:56
          (function (fs) { fs.stat() })(require('fs'))                        » fs.stat 1:18
          (function (root, factory) { factory(require('fs')) })(this, function (fs) { fs.stat() }) » fs.stat 1:77
          let fs; function get() { return fs || (fs = require('fs')) } get().stat() » fs.stat 1:62
          let fs; function get() { return fs || (fs = require('fs')) } exports.get = get » fs 1:33
          let fs; function get() { return fs ??= require('fs') } get().stat() » fs.stat 1:56
          const a = _interopRequireDefault(require('fs')); a.default.stat()   » fs.stat 1:50
          const a = __importStar(require('fs')); a.stat()                     » fs.stat 1:40
          const a = tslib_1.__importStar(require('fs')); a.stat()             » fs.stat 1:48
          var a = __toESM(require('fs'), 1); a.default.stat()                 » fs.stat 1:36
          exports.a = __importStar(require('fs'))                             » fs 1:26
          const r = require; r('fs').stat()                                   » fs.stat 1:20
          module.require('fs').stat()                                         » fs.stat 1:1
          require.main.require('fs').stat()                                   » fs.stat 1:1
          require.call(null, 'fs').stat()                                     » fs.stat 1:1
          require.apply(null, ['fs']).stat()                                  » fs.stat 1:1
          require.bind(null)('fs').stat()                                     » fs.stat 1:1
          require('module').createRequire(__filename)('fs').stat()            » fs.stat 1:1; module.createRequire 1:1
          module.constructor._load('fs').stat()                               » fs.stat 1:1; module._load 1:1
          new module.constructor()                                            » module 1:5
          process.getBuiltinModule('fs').stat()                               » fs.stat 1:1; process.getBuiltinModule 1:1
          process.mainModule.require('fs').stat()                             » fs.stat 1:1; process.mainModule 1:1
          import('fs').then(fs => { fs.stat() })                              » fs.stat 1:27
          import('fs').then(({stat}) => stat())                               » fs.stat 1:21
          import('fs').then(done)                                             » fs 1:1
          (async () => { const {stat} = await import('fs') })                 » fs.stat 1:23
          (async () => { (await import('fs')).default.stat() })               » fs.stat 1:16
          require('process').exit()                                           » process.exit 1:1
          require('process').platform                                         » none
          require('process')                                                  » process 1:1
          require('./build/x.node')                                           » native 1:1
          require('sqlite'); require('FS'); require('node:nothing')           » none
          require.resolve('fs')                                               » none
          """)
  void commonJsSource(String source, String expected) {
    assertThat(Sources.uses(source, KindHint.COMMONJS)).isEqualTo(lines(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "»",
      quoteCharacter = (char) 1,
      textBlock =
          """
          import 'fs'                                                         » fs 1:1
          import fs from 'fs'                                                 » fs 1:1
          import { r as __require } from './r.js'; __require('fs').stat()     » fs.stat 1:42
          import fs from 'fs'; fs.stat()                                      » fs.stat 1:22
          import * as fs from 'fs'; fs.stat(); fs.default.open()              » fs.stat 1:27; fs.open 1:38
          import * as fs from 'fs'; f(fs)                                     » fs 1:29
          import {stat as s, readFile} from 'fs'                              » fs.stat 1:9; fs.readFile 1:20
          import {promises} from 'fs'; promises.open()                        » fs/promises.open 1:30
          import {default as fs} from 'fs'; fs.stat()                         » fs.stat 1:35
          import fs, {stat} from 'fs'; fs.open()                              » fs.stat 1:13; fs.open 1:30
          export {stat as x} from 'fs'                                        » fs.stat 1:9
          export * from 'fs'                                                  » fs 1:1
          export * as fs from 'fs'                                            » fs 1:1
          export {default} from 'fs'                                          » fs 1:9
          import fs from 'fs'; export {fs}                                    » fs 1:30
          import fs from 'fs'; export default fs                              » fs 1:37
          import fs from 'fs'; export const x = fs                            » fs 1:35
          import {createRequire} from 'module'; createRequire(import.meta.url)('fs').stat() » module.createRequire 1:9; fs.stat 1:39
          import process from 'process'; process.env.HOME                     » process.env.HOME 1:32
          const {stat} = await import('node:fs')                              » fs.stat 1:8
          require('fs')                                                       » none
          """)
  void moduleSource(String source, String expected) {
    assertThat(Sources.uses(source, KindHint.MODULE)).isEqualTo(lines(expected));
  }

  private static List<String> lines(String expected) {
    return expected.equals("none") ? List.of() : List.of(expected.split("; "));
  }
}
