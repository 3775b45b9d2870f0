package dev.ambit.core.capability;

import dev.ambit.core.json.Problem;
import dev.ambit.core.npm.PackageName;
import org.jspecify.annotations.Nullable;

/// One usable thing. Its text form is what people type and what files hold:
///
/// | capability | text |
/// |---|---|
/// | a builtin module, whole | `fs`, `fs/promises` |
/// | a member of one | `fs.readFile` |
/// | a global, or a path below `process` | `fetch`, `process.env.HOME` |
/// | a setting of the language that counts for others too | `Error.prepareStackTrace` |
/// | a name that it adds to an object of the language | `BigInt.prototype.toJSON`, `Reflect` for any on it |
/// | a global that shares its first name with a builtin | `globalThis.crypto` |
/// | a dependency | `dependency:lodash` |
/// | whatever depends on the package itself | `dependency:@dependents` |
/// | loading `.node` files of its own | `native` |
/// | replacing a member for all who have it | `patch:http.request`, `patch:globalThis.fetch`, `patch:http` for any of it |
public sealed interface Capability extends Comparable<Capability> {

  /// A builtin module or one member of it.
  ///
  /// @param module name without the `node:` prefix, as `fs/promises`
  /// @param member an own property of the module, or null for all of it
  record Builtin(String module, @Nullable String member) implements Capability {
    @Override
    public String text() {
      return member == null ? module : module + "." + member;
    }
  }

  /// A global of the host.
  ///
  /// @param path the name, for `process` followed by at most a member and, below `env`, a variable
  record Global(String path) implements Capability {
    @Override
    public String text() {
      String first = head();
      return Builtins.get().isModule(first) && !first.equals("process") ? "globalThis." + path : path;
    }

    /// The name on the global object, `process` in `process.env.HOME`.
    public String head() {
      int dot = path.indexOf('.');
      return dot < 0 ? path : path.substring(0, dot);
    }
  }

  /// Another package, by the name under which it is required.
  record Dependency(String name) implements Capability {
    /// Not a package but all that depend on this one, however indirectly, the application among them: what a
    /// host of plugins loads when it is told their names. No package can have this name.
    public static final Dependency DEPENDENTS = new Dependency("@dependents");

    /// Whether a file may hold the text as the name of a dependency.
    public static boolean isName(String text) {
      return PackageName.isValid(text) || text.equals(DEPENDENTS.name);
    }

    @Override
    public String text() {
      return "dependency:" + name;
    }
  }

  /// Loading `.node` files that lie in the package itself.
  record Native() implements Capability {
    @Override
    public String text() {
      return "native";
    }
  }

  /// Replacing a member of a builtin or of `process`, or a name of the global object, for the application and for every
  /// package that has it. Only `ambit.json` gives it: no declaration asks for it.
  ///
  /// @param target a builtin or a global, `globalThis` for any name on it; see [Patches] for what can be replaced
  record Patch(Capability target) implements Capability {
    private static final String PREFIX = "patch:";
    private static final Global ANY_NAME = new Global("globalThis");

    @Override
    public String text() {
      boolean name = target instanceof Global global && !global.head().equals("process") && !global.equals(ANY_NAME);
      return PREFIX + (name ? "globalThis." + ((Global) target).path() : target.text());
    }

    private boolean holds(Patch other) {
      boolean anyName = target.equals(ANY_NAME) && other.target instanceof Global(String path) && !path.startsWith("process");
      return anyName || target.covers(other.target);
    }
  }

  /// The text form, which [#parse(String)] reads back.
  String text();

  /// Reads the text form, with the spellings that people use: a `node:` prefix is dropped, a member
  /// that is a module of its own becomes that module (`fs.promises` is `fs/promises`), and the builtin
  /// `process` is the global of that name.
  ///
  /// @throws IllegalArgumentException when the text is empty or no capability has this form; whether the
  ///     thing exists is for [Builtins#check(Capability)] to say
  static Capability parse(String text) {
    boolean emptyPart = text.startsWith(".") || text.endsWith(".") || text.contains("..");
    if (text.isBlank() || !text.strip().equals(text) || emptyPart) {
      throw new IllegalArgumentException(Problem.quote(text) + " is no capability");
    }
    if (text.equals("native")) {
      return new Native();
    }
    if (text.startsWith("dependency:")) {
      String name = text.substring("dependency:".length());
      if (!Dependency.isName(name)) {
        throw new IllegalArgumentException(Problem.quote(text) + " names no package");
      }
      return new Dependency(name);
    }
    if (text.startsWith(Patch.PREFIX)) {
      Capability target = parse(text.substring(Patch.PREFIX.length()));
      if (target instanceof Builtin || target instanceof Global) {
        return new Patch(target);
      }
      throw new IllegalArgumentException(Problem.quote(text) + " names no member of a builtin and no global");
    }
    if (text.startsWith("globalThis.")) {
      return new Global(text.substring("globalThis.".length()));
    }
    boolean prefixed = text.startsWith("node:");
    String bare = prefixed ? text.substring("node:".length()) : text;
    int dot = bare.indexOf('.');
    String first = dot < 0 ? bare : bare.substring(0, dot);
    if (first.equals("process")) {
      return new Global(bare);
    }
    if (prefixed || Builtins.get().isModule(first)) {
      return dot < 0 ? builtin(first, null) : builtin(first, bare.substring(dot + 1));
    }
    return new Global(bare);
  }

  /// Whether [#parse(String)] would take the text for a builtin or a member of one.
  static boolean isBuiltinText(String text) {
    try {
      return parse(text) instanceof Builtin;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// A builtin or its member in normal form: only the first segment of a deeper path counts, and a
  /// member that is a module of its own becomes that module.
  static Capability builtin(String module, @Nullable String memberPath) {
    if (module.equals("process")) {
      return new Global(memberPath == null ? "process" : "process." + memberPath);
    }
    if (memberPath == null || memberPath.isEmpty()) {
      return new Builtin(module, null);
    }
    int dot = memberPath.indexOf('.');
    String first = dot < 0 ? memberPath : memberPath.substring(0, dot);
    if (Builtins.get().isModule(module + "/" + first)) {
      return builtin(module + "/" + first, dot < 0 ? null : memberPath.substring(dot + 1));
    }
    return new Builtin(module, first);
  }

  /// Whether having this gives the other too: what it covers, but no door, which asks for its own name.
  default boolean gives(Capability other) {
    return equals(other) || (covers(other) && !Builtins.get().isDoor(other));
  }

  /// Whether the other is a part of this, so that who is denied this is denied the other: `fs` covers
  /// `fs.readFile` and `fs/promises`, `process.env` covers `process.env.HOME`.
  default boolean covers(Capability other) {
    return switch (this) {
      case Builtin(String module, String member) when other instanceof Builtin b ->
          member == null
              ? b.module.equals(module) || b.module.startsWith(module + "/")
              : b.module.equals(module) && member.equals(b.member);
      case Global(String path) when other instanceof Global g ->
          g.path.equals(path) || (g.path.startsWith(path + ".") && (g.head().equals("process") || Additions.isNamespace(path)));
      case Patch mine when other instanceof Patch theirs -> mine.holds(theirs);
      default -> equals(other);
    };
  }

  /// Builtins, globals, dependencies, native, what it replaces; then by text.
  @Override
  default int compareTo(Capability other) {
    int byKind = Integer.compare(rank(), other.rank());
    return byKind != 0 ? byKind : text().compareTo(other.text());
  }

  private int rank() {
    return switch (this) {
      case Builtin b -> 0;
      case Global g -> 1;
      case Dependency d -> 2;
      case Native n -> 3;
      case Patch p -> 4;
    };
  }
}
