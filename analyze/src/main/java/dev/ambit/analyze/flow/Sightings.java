package dev.ambit.analyze.flow;

import dev.ambit.analyze.syntax.SourceText;
import dev.ambit.core.capability.Builtins;
import dev.ambit.core.capability.Capability;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.Mark;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.Position;
import dev.ambit.core.usage.Specifier;
import dev.ambit.core.usage.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Collects what the walk over one file sees.
final class Sightings {
  /// A place may ask for one of several modules.
  private record Request(int at, String module) {
    static Request of(int at, Capability capability) {
      String text = capability instanceof Capability.Builtin(String module, String _) ? module : "process";
      int slash = text.indexOf('/');
      return new Request(at, slash < 0 ? text : text.substring(0, slash));
    }
  }

  private final SourceText source;
  private final Set<Use> uses = new LinkedHashSet<>();
  private final Set<Specifier> specifiers = new LinkedHashSet<>();
  private final Set<Mark> marks = new LinkedHashSet<>();
  private final SortedSet<String> assigned = new TreeSet<>();
  private final Map<Request, Capability> requests = new LinkedHashMap<>();
  private final Set<Request> lookedInto = new HashSet<>();

  Sightings(SourceText source) {
    this.source = source;
  }

  Position position(int at) {
    return source.position(at);
  }

  /// A member or global that is read; harmless members of `process` count as looked into and no more.
  void use(Capability capability, int request, Regard regard, int at) {
    lookedInto.add(Request.of(request, capability));
    boolean harmless =
        capability instanceof Capability.Global(String path)
            && path.startsWith("process.")
            && Builtins.get().isHarmlessProcessMember(path.substring("process.".length()));
    if (!harmless) {
      boolean environment = capability instanceof Capability.Global(String path) && path.startsWith("process.");
      boolean probe = environment ? regard == Regard.TYPE_ASKED : regard.isProbe();
      uses.add(new Use(capability, position(at), probe));
    }
  }

  /// All of a module or of `process`.
  void whole(Capability capability, int request, int at) {
    lookedInto.add(Request.of(request, capability));
    uses.add(new Use(capability, position(at), false));
  }

  void probe(Capability capability, int at) {
    uses.add(new Use(capability, position(at), true));
  }

  /// A builtin asked for: used whole unless something is then taken from it.
  void request(Value builtin, int at) {
    Capability whole =
        builtin instanceof Value.BuiltinModule(String name, int _)
            ? new Capability.Builtin(name, null)
            : new Capability.Global("process");
    requests.put(Request.of(at, whole), whole);
  }

  void specifier(String text, Specifier.Form form, int at) {
    specifiers.add(new Specifier(text, form, position(at)));
    // nothing behind the comma is no code: who asks whether there is `import()` imports that
    if (text.startsWith("data:") && text.indexOf(',') < text.length() - 1) {
      mark(Mark.Kind.DYNAMIC_CODE, "data: specifier", at);
    }
    if (text.endsWith(".node") && form != Specifier.Form.RESOLVE) {
      uses.add(new Use(new Capability.Native(), position(at), false));
    }
  }

  void mark(Mark.Kind kind, String detail, int at) {
    marks.add(new Mark(kind, detail, position(at)));
  }

  void assigned(String name) {
    assigned.add(name);
  }

  FileUsage usage(ModuleKind kind, boolean strict, SortedSet<String> free, SortedSet<String> topLevel) {
    requests.forEach(
        (request, whole) -> {
          if (!lookedInto.contains(request)) {
            uses.add(new Use(whole, position(request.at()), false));
          }
        });
    return new FileUsage(
        kind,
        strict,
        sorted(uses, Comparator.comparing(Use::position).thenComparing(Use::capability)),
        sorted(specifiers, Comparator.comparing(Specifier::position)),
        free,
        assigned,
        topLevel,
        sorted(marks, Comparator.comparing(Mark::position)),
        null);
  }

  private static <T> List<T> sorted(Set<T> items, Comparator<T> order) {
    List<T> list = new ArrayList<>(items);
    list.sort(order);
    return List.copyOf(list);
  }
}
