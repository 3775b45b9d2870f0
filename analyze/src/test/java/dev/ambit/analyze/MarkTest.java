package dev.ambit.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One source in each line, with all its marks or specifiers.
class MarkTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "»",
      quoteCharacter = (char) 1,
      textBlock =
          """
          Array.prototype.flat2 = f                          » PRIMORDIAL_WRITE Array.prototype.flat2 1:1
          Array.prototype['fl' + 'at'] = f                   » PRIMORDIAL_WRITE Array.prototype.flat 1:1; PRIMORDIAL_REPLACED Array.prototype.flat 1:1
          if (x) Array.prototype.flat = f                    » PRIMORDIAL_WRITE Array.prototype.flat 1:8
          x || (Array.prototype.flat = f)                    » PRIMORDIAL_WRITE Array.prototype.flat 1:7
          function g() { Array.prototype.flat = f }          » PRIMORDIAL_WRITE Array.prototype.flat 1:16
          Array.prototype.flat ??= f                         » PRIMORDIAL_WRITE Array.prototype.flat 1:1
          Function.prototype.toString = f                    » PRIMORDIAL_WRITE Function.prototype.toString 1:1; PRIMORDIAL_REPLACED Function.prototype.toString 1:1
          Array.prototype[k] = f                             » PRIMORDIAL_WRITE Array.prototype[…] 1:1
          Array.prototype[Symbol.iterator] = f               » PRIMORDIAL_WRITE Array.prototype[Symbol.iterator] 1:1
          const p = Object.prototype; p.x = 1                » PRIMORDIAL_WRITE Object.prototype.x 1:29
          globalThis.Array.prototype.x = 1                   » PRIMORDIAL_WRITE Array.prototype.x 1:1
          [].__proto__.x = 1; ''.constructor.prototype.y = 1 » PRIMORDIAL_WRITE Array.prototype.x 1:1; PRIMORDIAL_WRITE String.prototype.y 1:21
          delete String.prototype.at                         » PRIMORDIAL_WRITE String.prototype.at 1:8
          Error.stackTraceLimit++                            » PRIMORDIAL_WRITE Error.stackTraceLimit 1:1
          [Math.x] = y; ({a: JSON.x} = y)                    » PRIMORDIAL_WRITE Math.x 1:2; PRIMORDIAL_WRITE JSON.x 1:20
          Object.defineProperty(Array.prototype, 'x', {})    » PRIMORDIAL_WRITE Array.prototype.x 1:1
          Object.defineProperties(Promise, {})               » PRIMORDIAL_WRITE Promise[…] 1:1
          Object.assign(Function.prototype, x)               » PRIMORDIAL_WRITE Function.prototype[…] 1:1
          Object.setPrototypeOf(Array.prototype, x)          » PRIMORDIAL_WRITE Array.prototype.__proto__ 1:1
          Reflect.set(Map.prototype, 'x', 1)                 » PRIMORDIAL_WRITE Map.prototype.x 1:1
          Reflect.deleteProperty(Map.prototype, 'x')         » PRIMORDIAL_WRITE Map.prototype.x 1:1
          Array.prototype.__defineGetter__('x', f)           » PRIMORDIAL_WRITE Array.prototype.x 1:1
          function f(Array) { Array.prototype.x = 1 }        » none
          Object.defineProperty(exports, 'x', {}); a.b = 1   » none
          global.foo = 1; globalThis['b' + 'ar'] = 1         » GLOBAL_WRITE foo 1:1; GLOBAL_WRITE bar 1:17
          globalThis.fetch = f; delete global.x              » GLOBAL_WRITE fetch 1:1; GLOBAL_WRITE x 1:30
          globalThis[name] = 1                               » GLOBAL_WRITE […] 1:1
          const h = require('http'); h.request = f; h.x = f  » MEMBER_WRITE http.request 1:28
          process.hrtime = f; process.title = f              » MEMBER_WRITE process.hrtime 1:1
          Object.defineProperty(globalThis, 'x', {})         » GLOBAL_WRITE x 1:1
          Promise = x; setTimeout = x                        » GLOBAL_WRITE Promise 1:1; GLOBAL_WRITE setTimeout 1:14
          globalThis[name]                                   » GLOBAL_COMPUTED globalThis[…] 1:1
          exports.shim = globalThis; f(global)               » GLOBAL_HANDED_ON globalThis 1:16; GLOBAL_HANDED_ON globalThis 1:30
          exports.get = function () { return globalThis }    » GLOBAL_HANDED_ON globalThis 1:36
          const g = globalThis; g.x; g === y; typeof g.fetch » none
          (function (g) { g.fetch() })(globalThis)           » none
          shim.a.WebSocket                                   » UNKNOWN_MEMBER globalThis.WebSocket 1:1
          const s = require('./s').g; s['fe' + 'tch'](x)     » UNKNOWN_MEMBER globalThis.fetch 1:29
          const {crypto, url} = shim.a                       » UNKNOWN_MEMBER globalThis.crypto 1:8
          s.a.process.exit(); s.a.process.env.HOME           » UNKNOWN_MEMBER globalThis.process.exit 1:1; UNKNOWN_MEMBER globalThis.process.env.HOME 1:21
          s.a.process.version; s.a.process; s.a.eval('x')    » none
          s.a.getBuiltinModule('fs'); s.a.binding            » UNKNOWN_MEMBER process.getBuiltinModule 1:1
          new s.a.Function('x'); s.a.Function                » UNKNOWN_MEMBER globalThis.Function 1:5
          this.fetch(); x.fetch(); exports.fetch; ({}).fetch » none
          const a = require('axios'); a.fetch(); new X().fetch » none
          s.a.fetch = f; if (s.a.fetch) {}; typeof s.a.fetch » none
          eval('1'); new Function('x')                       » DYNAMIC_CODE eval 1:1; DYNAMIC_CODE Function 1:16
          require('vm').runInThisContext(x)                  » DYNAMIC_CODE vm.runInThisContext 1:1
          const {Script: S} = require('vm'); new S(x)        » DYNAMIC_CODE vm.Script 1:40
          setTimeout('x', 1); setTimeout(f, 1)               » DYNAMIC_CODE timer with a string 1:1
          m._compile(x, '')                                  » DYNAMIC_CODE _compile 1:1
          require(x); import(x)                              » DYNAMIC_SPECIFIER require 1:1; DYNAMIC_SPECIFIER import 1:13
          f(require)                                         » DYNAMIC_SPECIFIER require 1:3
          require[x]('fs')                                   » DYNAMIC_SPECIFIER require 1:1
          """)
  void markedSource(String source, String expected) {
    assertThat(Sources.marks(source, KindHint.COMMONJS)).isEqualTo(lines(expected));
  }

  /// Followed by any name, sixty names would make sixty to the fifth paths.
  @Test
  void whoWalksATreeWalksNoPathsThatTheLanguageHasNot() {
    String steps = IntStream.range(0, 60).mapToObj(i -> "node = node.k" + i + "; ").collect(Collectors.joining());
    String source = "let node = Array; for (;;) { " + steps + "}\nnode.prototype.x = 1";
    assertThat(Sources.marks(source, KindHint.COMMONJS)).isEqualTo(List.of("PRIMORDIAL_WRITE Array.prototype.x 2:1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "»",
      quoteCharacter = (char) 1,
      textBlock =
          """
          require('./a'); require("lodash/get")              » REQUIRE ./a 1:1; REQUIRE lodash/get 1:17
          require.resolve('./a')                             » RESOLVE ./a 1:1
          import('./a')                                      » DYNAMIC_IMPORT ./a 1:1
          require(`./a`); require(`./${'b'}`)                » REQUIRE ./a 1:1; REQUIRE ./b 1:17
          require('./' + 'a' + 1)                            » REQUIRE ./a1 1:1
          const A = './a'; require(A + '.js')                » REQUIRE ./a.js 1:18
          let A = './a'; A = './b'; require(A)               » REQUIRE … 1:27
          require(String.raw`./a`)                           » REQUIRE ./a 1:1
          require(x ? './a' : './b')                         » REQUIRE ./a 1:1; REQUIRE ./b 1:1
          require(x ? './a' : y)                             » REQUIRE ./a 1:1; REQUIRE … 1:1
          require(['./', 'a'].join(''))                      » REQUIRE ./a 1:1
          require('./'.concat('a'))                          » REQUIRE ./a 1:1
          require(path.join(__dirname, 'x'))                 » REQUIRE … 1:1
          const r = require; r('./a')                        » REQUIRE ./a 1:20
          function f(require) { require('./a') }             » none
          ({require() {}}).require('./a')                    » none
          """)
  void specifierSource(String source, String expected) {
    assertThat(Sources.specifiers(source, KindHint.COMMONJS)).isEqualTo(lines(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "»",
      quoteCharacter = (char) 1,
      textBlock =
          """
          import './a'; import x from './b'                  » IMPORT ./a 1:1; IMPORT ./b 1:15
          export * from './a'; export {x} from './b'         » IMPORT ./a 1:1; IMPORT ./b 1:22
          import.meta.resolve('./a')                         » RESOLVE ./a 1:1
          import {createRequire as c} from 'node:module'; const require = c(import.meta.url); require('./a') » IMPORT node:module 1:1; REQUIRE ./a 1:85
          """)
  void moduleSpecifierSource(String source, String expected) {
    assertThat(Sources.specifiers(source, KindHint.MODULE)).isEqualTo(lines(expected));
  }

  private static List<String> lines(String expected) {
    return expected.equals("none") ? List.of() : List.of(expected.split("; "));
  }
}
