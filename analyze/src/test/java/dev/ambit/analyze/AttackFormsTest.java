package dev.ambit.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The forms that documented payloads have, harmless, and what analysis says of each: capabilities and
/// marks without places. A line that ends in nothing or in marks only is a limit, listed in the docs.
class AttackFormsTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "»",
      quoteCharacter = (char) 1,
      textBlock =
          """
          var d = require('crypto').createDecipher('aes256', process.env.npm_package_description) » crypto process.env.npm_package_description
          var m = new module.constructor; m.paths = module.paths; m._compile(code, '') » module DYNAMIC_CODE:_compile
          require('https').get({hostname: 'x'}, r => r.on('data', c => eval(c)))    » eval https.get DYNAMIC_CODE:eval
          require('vm').runInThisContext(b)(module.exports, require, req)           » vm.runInThisContext DYNAMIC_CODE:vm.runInThisContext DYNAMIC_SPECIFIER:require
          const {exec} = require('child_process'); exec(`echo ${b} | base64 -d`)    » child_process.exec
          const os = require('os'); x = [os.hostname(), JSON.stringify(process.env)] » os.hostname process.env
          function check(s) { fetch('https://x', {method: 'POST', headers: {a: s}}) } » fetch
          if (typeof window !== 'undefined' && window.ethereum) { const o = globalThis.fetch; globalThis.fetch = o } » fetch GLOBAL_WRITE:fetch
          const cp = require('ch' + 'ild_' + 'process'); cp['sp' + 'awn']('true')   » child_process.spawn
          const n = ['child', 'process'].join('_'); require(n).exec('true')         » child_process.exec
          const p = globalThis['pro' + 'cess']; p['env']['HOME']                    » process.env.HOME
          const q = require; const c = q; c('child_process').exec('true')           » child_process.exec
          const [a, b] = ['child_process', 'exec']; require(a)[b]('true')           » DYNAMIC_SPECIFIER:require
          require(Buffer.from('Y2hpbGRfcHJvY2Vzcw==', 'base64').toString())         » DYNAMIC_SPECIFIER:require
          require('ssecorp_dlihc'.split('').reverse().join('')).exec('true')        » DYNAMIC_SPECIFIER:require
          const k = {m: 'child_process'}; require(k.m).exec('true')                 » DYNAMIC_SPECIFIER:require
          Reflect.get(globalThis, 'fetch')('x')                                     » fetch
          (function () { return this })().fetch('x')                                » NOTHING
          Object.getPrototypeOf(async function () {}).constructor('x')              » Function DYNAMIC_CODE:Function
          const e = require('events'); e.EventEmitter.prototype.emit = function () { this.binding } » events.EventEmitter
          [].map.constructor('return process')()                                    » Function DYNAMIC_CODE:Function
          const s = require('fs').createReadStream('x'); new s.constructor('y')     » fs.createReadStream
          import('data:text/javascript,fetch()')                                    » DYNAMIC_CODE:data:
          import('data:text/javascript,')                                           » NOTHING
          """)
  void form(String source, String expected) {
    StringBuilder seen = new StringBuilder();
    var usage = Sources.analyze(source, KindHint.COMMONJS);
    assertThat(usage.error()).isNull();
    usage.uses().stream().filter(u -> !u.probe()).map(u -> u.capability().text()).distinct().sorted().forEach(t -> seen.append(t).append(' '));
    usage.marks().forEach(m -> seen.append(m.kind()).append(':').append(m.detail().replace(" specifier", "")).append(' '));
    List<String> words = expected.equals("NOTHING") ? List.of() : List.of(expected.split(" "));
    assertThat(seen.isEmpty() ? List.of() : List.of(seen.toString().strip().split(" "))).isEqualTo(words);
  }
}
