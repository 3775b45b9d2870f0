package dev.ambit.os;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/// What the shell handed to the `ambit` launcher and a JVM changes or hides: the program that takes this
/// process's place gets it back. The launcher writes it down just before it starts the JVM.
///
/// @param blockedSignals the mask of blocked signals, bit `n - 1` for signal `n`; empty where unknown
/// @param ignoredSignals the signals that were ignored, likewise
/// @param descriptors the open file descriptors above 2 that a started program was to inherit, for example a
///   parent's IPC channel (`NODE_CHANNEL_FD`) or the sockets of systemd
/// @param environment the environment variables, without what the launcher set for the JVM alone
public record Inherited(
    OptionalLong blockedSignals,
    OptionalLong ignoredSignals,
    NavigableSet<Integer> descriptors,
    Map<String, String> environment) {

  /// System property: `<blocked, hexadecimal>:<ignored, hexadecimal>:<descriptor>,<descriptor>…`, each part
  /// empty where unknown. Its presence says that the launcher set `LC_ALL` for the JVM.
  public static final String PROPERTY = "ambit.inherited";

  /// System property: the value of `LC_ALL` before the launcher changed it; absent where it was not set.
  public static final String LC_ALL_PROPERTY = "ambit.inherited.lc_all";

  public Inherited {
    descriptors = Collections.unmodifiableNavigableSet(new TreeSet<>(descriptors));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /// What this process inherited.
  public static Inherited current() {
    Map<String, String> properties = new HashMap<>();
    for (String name : new String[] {PROPERTY, LC_ALL_PROPERTY}) {
      String value = System.getProperty(name);
      if (value != null) {
        properties.put(name, value);
      }
    }
    return of(properties, System.getenv());
  }

  /// @param properties the two system properties where they are set
  /// @param environment the environment of the JVM
  /// @throws IllegalArgumentException when [#PROPERTY] has another form
  static Inherited of(Map<String, String> properties, Map<String, String> environment) {
    String written = properties.get(PROPERTY);
    if (written == null) {
      return new Inherited(OptionalLong.empty(), OptionalLong.empty(), new TreeSet<>(), environment);
    }
    String[] parts = written.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("`" + PROPERTY + "` is `" + written + "`, not `blocked:ignored:descriptors`");
    }
    NavigableSet<Integer> descriptors = new TreeSet<>();
    for (String descriptor : parts[2].split(",", 0)) {
      if (!descriptor.isEmpty()) {
        descriptors.add(Integer.valueOf(descriptor));
      }
    }
    Map<String, String> original = new LinkedHashMap<>(environment);
    original.remove("LC_ALL");
    String locale = properties.get(LC_ALL_PROPERTY);
    if (locale != null) {
      original.put("LC_ALL", locale);
    }
    return new Inherited(mask(parts[0]), mask(parts[1]), descriptors, original);
  }

  private static OptionalLong mask(String hexadecimal) {
    return hexadecimal.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(hexadecimal, 16));
  }
}
