package dev.ambit.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One source in each line, with all the globals that it uses.
class GlobalUseTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "»",
      quoteCharacter = (char) 1,
      textBlock =
          """
          fetch('x')                                                          » fetch 1:1
          const f = fetch; f('x')                                             » fetch 1:11
          typeof fetch                                                        » fetch 1:8 ?
          if (globalThis.fetch) {}                                            » fetch 1:5 ?
          'fetch' in globalThis                                               » fetch 1:1 ?
          typeof fetch === 'function' ? fetch : null                          » fetch 1:8 ?; fetch 1:31
          globalThis.fetch(); global['fetch'](); globalThis['fe' + 'tch']     » fetch 1:1; fetch 1:21; fetch 1:40
          (typeof globalThis !== 'undefined' ? globalThis : global).fetch()   » fetch 1:1
          const {fetch: f} = globalThis                                       » fetch 1:8
          window.fetch(); self.fetch()                                        » none
          function f(fetch) { fetch() }                                       » none
          new WebSocket('x'); new EventSource('x')                            » WebSocket 1:5; EventSource 1:25
          crypto.subtle; navigator.userAgent                                  » globalThis.crypto 1:1; navigator 1:16
          WebAssembly.compile(x)                                              » WebAssembly 1:1
          console.log(Buffer, URL, setTimeout); Array.from(x)                 » none
          process.platform; process.cwd(); process.stdout.write('x')          » none
          process.exit(1); process.argv[2]                                    » process.exit 1:1; process.argv 1:18
          process.env.HOME; process.env['A' + 1]                              » process.env.HOME 1:1; process.env.A1 1:19
          process.env.NODE_ENV === 'x'; if (process.env.DEBUG) {}             » process.env.NODE_ENV 1:1; process.env.DEBUG 1:35
          process.env[name]                                                   » process.env 1:1
          process.env.hasOwnProperty('X'); process.env['a.b']                 » process.env 1:1; process.env 1:34
          f(process.env)                                                      » process.env 1:3
          ({...process.env})                                                  » process.env 1:6
          process.env.X = 1; delete process.env.Y                             » process.env.X 1:1; process.env.Y 1:27
          const {env} = process; env.X; f(env)                                » process.env.X 1:24; process.env 1:33
          const {env: {HOME, PATH: p}} = process                              » process.env.HOME 1:14; process.env.PATH 1:20
          const p = process; p.exit()                                         » process.exit 1:20
          f(process)                                                          » process 1:3
          process[name]                                                       » process 1:1
          typeof process                                                      » process 1:8 ?
          globalThis.process.env.X; global['pro' + 'cess'].binding('fs')      » process.env.X 1:1; process.binding 1:27
          process.dlopen(module, 'x')                                         » process.dlopen 1:1
          process.electron; process.type                                      » none
          eval('1'); (0, eval)('1'); globalThis.eval('1')                     » eval 1:1; eval 1:16; eval 1:28
          Function('x'); new Function('x')                                    » Function 1:1; Function 1:20
          x instanceof Function; Function.prototype.call; typeof Function     » none
          f(Function)                                                         » Function 1:3
          const F = Function; F('x')                                          » Function 1:21
          Function.prototype.constructor('x'); Function.call(null, 'x')       » Function 1:1; Function 1:38
          x.constructor.constructor('x')                                      » Function 1:1
          Function.apply(null, names.concat('x')); Function.call.bind(f)      » Function 1:1
          process.once('exit', f).setMaxListeners(0)                          » process.once 1:1; process.setMaxListeners 1:1
          const f = () => process.on('exit', g); f(f())                       » process.on 1:17
          (() => {}).constructor('x'); [].constructor.constructor('x')        » Function 1:1; Function 1:30
          (async () => {})['const' + 'ructor']('x')                           » Function 1:1
          x.constructor.name; x.constructor === Function                      » none
          class X extends Function { constructor () { super('x') } }          » Function 1:17
          Object.getPrototypeOf(async () => {}).constructor('x')              » Function 1:1
          Error.prepareStackTrace = f                                         » Error.prepareStackTrace 1:1
          Object.defineProperty(Error, 'prepareStackTrace', {value: f})       » Error.prepareStackTrace 1:1
          f(Error.prepareStackTrace); Error.stackTraceLimit = 1               » none
          f(RegExp.$1, RegExp['$&']); const {input} = RegExp                  » RegExp.lastMatch 1:3; RegExp.lastMatch 1:14; RegExp.lastMatch 1:36
          RegExp.escape(x); RegExp.prototype.exec; RegExp('$1')               » none
          """)
  void source(String source, String expected) {
    List<String> lines = expected.equals("none") ? List.of() : List.of(expected.split("; "));
    assertThat(Sources.uses(source, KindHint.COMMONJS)).isEqualTo(lines);
  }
}
