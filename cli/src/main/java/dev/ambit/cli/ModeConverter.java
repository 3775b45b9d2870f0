package dev.ambit.cli;

import dev.ambit.core.settings.Mode;
import picocli.CommandLine.ITypeConverter;

/// Reads the words of [Mode].
final class ModeConverter implements ITypeConverter<Mode> {
  @Override
  public Mode convert(String value) {
    return Mode.of(value);
  }
}
