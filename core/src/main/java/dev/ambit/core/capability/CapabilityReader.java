package dev.ambit.core.capability;

import dev.ambit.core.json.Cursor;
import dev.ambit.core.json.Problem;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads lists of capabilities from JSON. Whatever is unknown, misplaced or listed twice is a problem.
public final class CapabilityReader {
  private CapabilityReader() {}

  /// Reads an array of texts as people type them, see [Capability#parse(String)].
  public static SortedSet<Capability> any(Cursor array) {
    return new TreeSet<>(anyByPlace(array).values());
  }

  /// As [#any(Cursor)], with the place of each.
  public static SequencedMap<Cursor, Capability> anyByPlace(Cursor array) {
    return read(array, CapabilityReader::anyCapability);
  }

  /// Reads an array of builtins and their members, with or without `node:`.
  public static SortedSet<Capability> builtins(Cursor array) {
    return new TreeSet<>(read(array, CapabilityReader::builtin).values());
  }

  /// Reads an array of globals and paths below `process`.
  public static SortedSet<Capability> globals(Cursor array) {
    return new TreeSet<>(read(array, CapabilityReader::global).values());
  }

  /// Reads an array of names under which packages are required.
  public static SortedSet<Capability> dependencies(Cursor array) {
    return new TreeSet<>(read(array, CapabilityReader::dependency).values());
  }

  /// Reads the array of declarations of version 0: whole builtins and globals only.
  public static SortedSet<Capability> names(Cursor array) {
    return new TreeSet<>(read(array, CapabilityReader::name).values());
  }

  private static SequencedMap<Cursor, Capability> read(Cursor array, Function<String, Capability> reader) {
    SequencedMap<Cursor, Capability> read = new LinkedHashMap<>();
    Set<Capability> seen = new HashSet<>();
    for (Cursor element : array.elements()) {
      element
          .text()
          .ifPresent(
              text -> {
                try {
                  Capability capability = reader.apply(text);
                  if (seen.add(capability)) {
                    read.put(element, capability);
                  } else {
                    element.problem(Problem.quote(capability.text()) + " is listed twice; remove one");
                  }
                } catch (IllegalArgumentException | UnknownCapabilityException e) {
                  element.problem(String.valueOf(e.getMessage()));
                }
              });
    }
    return Collections.unmodifiableSequencedMap(read);
  }

  private static Capability anyCapability(String text) {
    return known(Capability.parse(text));
  }

  private static Capability builtin(String text) {
    if (!Capability.isBuiltinText(text)) {
      String head = text.contains(".") ? text.substring(0, text.indexOf('.')) : text;
      boolean global = head.equals("process") || head.equals("node:process") || Builtins.get().isGlobal(head);
      if (global || text.startsWith("globalThis.")) {
        throw new IllegalArgumentException(Problem.quote(text) + " is a global; list it under `globals`");
      }
      return unknownBuiltin(text, head);
    }
    return known(Capability.parse(text));
  }

  private static Capability unknownBuiltin(String text, String head) {
    String bare = text.startsWith("node:") ? text.substring("node:".length()) : text;
    String module = head.startsWith("node:") ? head.substring("node:".length()) : head;
    String member = bare.length() > module.length() ? bare.substring(module.length() + 1) : null;
    return known(new Capability.Builtin(module, member));
  }

  private static Capability global(String text) {
    if (text.startsWith("globalThis.") || text.startsWith("node:")) {
      String bare = text.substring(text.indexOf(text.startsWith("node:") ? ':' : '.') + 1);
      throw new IllegalArgumentException(
          Problem.quote(text) + " has a prefix that is not needed here; did you mean " + Problem.quote(bare) + "?");
    }
    Capability.Global global = new Capability.Global(text);
    if (Builtins.get().isModule(global.head()) && !Builtins.get().isGlobal(global.head())) {
      throw new IllegalArgumentException(Problem.quote(text) + " is a builtin; list it under `builtins`");
    }
    return known(global);
  }

  private static Capability name(String text) {
    boolean plain = Builtins.get().isModule(text) || Builtins.get().isGlobal(text);
    if (plain) {
      return known(Capability.parse(text));
    }
    int dot = text.indexOf('.');
    String head = dot < 0 ? text : text.substring(0, dot);
    if (dot > 0 && (Builtins.get().isModule(head) || Builtins.get().isGlobal(head))) {
      throw new IllegalArgumentException(
          Problem.quote(text) + " is more than version 0 can say; did you mean " + Problem.quote(head)
              + ", or version 1?");
    }
    return known(new Capability.Global(text));
  }

  private static Capability dependency(String name) {
    if (!Capability.Dependency.isName(name)) {
      throw new IllegalArgumentException(Problem.quote(name) + " is no package name");
    }
    return new Capability.Dependency(name);
  }

  private static Capability known(Capability capability) {
    Builtins.get().check(capability);
    return capability;
  }
}
