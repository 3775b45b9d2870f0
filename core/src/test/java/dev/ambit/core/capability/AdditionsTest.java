package dev.ambit.core.capability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdditionsTest {
  @ParameterizedTest
  @CsvSource({
    "Reflect.decorate, Reflect.decorate",
    "Reflect[…], Reflect",
    "BigInt.prototype.toJSON, BigInt.prototype.toJSON",
    "Function.prototype.call$0, Function.prototype.call$0",
    "Error.__BluebirdErrorTypes__, Error.__BluebirdErrorTypes__",
    "Promise.try, Promise.try",
  })
  void aNewNameIsACapability(String written, String capability) {
    assertThat(Additions.of(written)).contains(Capability.parse(capability));
    Builtins.get().check(Capability.parse(capability));
    assertThat(Builtins.get().effects(Capability.parse(capability))).containsExactly(Effect.PROCESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "Array.prototype.map", "Array.prototype[…]", "Array.prototype[Symbol.iterator]", "Error.prepareStackTrace", "Error.stackTraceLimit",
    "Object.prototype.__proto__", "Function.marker", "undefined.options", "Foo.bar", "Array.prototype.a.b", "Object.prototype.then", "Error[…]"
  })
  void whatIsThereAlreadyOrHasNoNameIsNone(String written) {
    assertThat(Additions.of(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Reflect, Reflect.decorate, true", "Function, Function.prototype.call$0, false", "Error.mark, Error.markers, false"})
  void onlyANamespaceCoversItsNames(String having, String wanted, boolean covered) {
    assertThat(Capability.parse(having).covers(Capability.parse(wanted))).isEqualTo(covered);
  }
}
