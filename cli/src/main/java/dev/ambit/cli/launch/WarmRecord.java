package dev.ambit.cli.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Grant;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A plan written down, and what it rests on, so that the launcher can start the same program again without a JVM
/// as long as nothing has changed; the format and the reasons are in `docs/designs/0008-warm-start.md`.
///
/// The record's own time lies a little before the moment when the project was read: whatever changed since has a
/// later one. Where anything cannot be told in this way there is no record, and the next start is a full one.
public final class WarmRecord {
  /// System property: where the launcher looks for the record of this very command line; absent where the command
  /// or the environment is one that it leaves to Java.
  public static final String PROPERTY = "ambit.warm";

  /// System property: the real path of the launcher.
  public static final String LAUNCHER_PROPERTY = "ambit.launcher";

  private static final String FIRST_LINE = "ambit warm record 1";
  private static final String LAST_LINE = "end";
  /// Covers the granularity of a file system's times, and of the clock that they come from.
  private static final Duration MARGIN = Duration.ofSeconds(2);
  private static final Duration LONGEST_LIFE = Duration.ofDays(30);
  /// File systems whose times come from this machine's clock.
  private static final Set<String> LOCAL = Set.of(
      "apfs", "bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "hfs", "jfs", "overlay", "ramfs", "reiserfs", "tmpfs",
      "ufs", "xfs", "zfs");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private WarmRecord() {}

  /// What a record is made of besides the plan.
  ///
  /// @param started when this program began, before it read anything of the project
  /// @param arguments of `ambit`, all of them
  /// @param folder the project's folder as the user named it, absolute
  /// @param request what the plan was made from
  /// @param notes what was printed on stderr, each line with and without colours
  public record Basis(
      Instant started,
      List<String> arguments,
      Path folder,
      LaunchRequest request,
      Project project,
      List<Note> notes) {
    public Basis {
      arguments = List.copyOf(arguments);
      notes = List.copyOf(notes);
    }
  }

  /// A line on stderr.
  public record Note(String plain, String colored) {}

  /// Writes the record where the launcher looks for it, if the plan is one that can be repeated. That it cannot be
  /// written is no error: the next start is a full one again.
  public static void write(LaunchPlan plan, Basis basis) {
    String file = System.getProperty(PROPERTY);
    String launcher = System.getProperty(LAUNCHER_PROPERTY);
    if (file == null || launcher == null || plan.deciding().isEmpty() || !plan.warnings().isEmpty()) {
      return;
    }
    try {
      write(Path.of(file), Path.of(launcher), plan, basis);
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      // no such attribute here, a name that is too long, a full or read-only disk
    }
  }

  private static void write(Path file, Path launcher, LaunchPlan plan, Basis basis) throws IOException {
    Optional<UserCache> cache = UserCache.of(basis.request.environment());
    Path root = basis.project.tree().root();
    Path node = plan.program().toRealPath();
    Path application = basis.request.guard().toAbsolutePath().resolveSibling(".").normalize();
    Path script = script(plan, basis.request).toRealPath();
    if (cache.isEmpty() || !file.startsWith(cache.get().folder()) || !areLocal(root, application, node)) {
      return;
    }
    List<Path> programs = new ArrayList<>(List.of(plan.program(), node, script, application, launcher));
    programs.addAll(Checkout.sources(launcher, application));
    String first = plan.env().getOrDefault("PATH", "").split(File.pathSeparator, 2)[0];
    if (Path.of(first).startsWith(GuardedNode.folder(cache.get()))) {
      programs.add(Path.of(first));
    }
    Optional<Watched> watched = Watched.of(basis.project, programs);
    Optional<Map<String, String>> variables = variables(basis.request.environment(), plan.env());
    if (watched.isEmpty() || variables.isEmpty()) {
      return;
    }
    Instant end = end(basis);
    Set<String> paths = new TreeSet<>(watched.get().paths());
    paths.add(file.toString());
    Path list = cache.get().folder().resolve("warm").resolve("lists").resolve(name(paths, end));
    paths.add(list.toString());
    Optional<List<String>> lines = lines(launcher, application, plan, basis, cache.get(), list, variables.get());
    if (lines.isEmpty() || paths.stream().anyMatch(path -> !isText(path))) {
      return;
    }
    put(list, String.join("\0", paths) + "\0", FileTime.from(end));
    put(file, String.join("\n", lines.get()) + "\n", FileTime.from(basis.started.minus(MARGIN)));
    WarmPruning.daily(cache.get());
  }

  private static Optional<List<String>> lines(
      Path launcher, Path application, LaunchPlan plan, Basis basis, UserCache cache, Path list,
      Map<String, String> variables) throws IOException {
    LaunchRequest request = basis.request;
    Path manifest = request.manifest();
    Path find = tool("find");
    Path no = tool("false");
    String path = request.environment().get("PATH");
    if (manifest == null || find == null || no == null || path == null) {
      return Optional.empty();
    }
    int free = request.command().words() - plan.deciding().orElseThrow();
    List<String> decisive = basis.arguments.subList(0, basis.arguments.size() - free);
    Path root = basis.project.tree().root();
    List<String> lines = new ArrayList<>();
    lines.add(FIRST_LINE);
    lines.add(launcher.toString());
    lines.add(Path.of("").toRealPath().toString());
    lines.add(path);
    lines.add(cache.folder().toString());
    counted(lines, decisive);
    counted(lines, missing(plan.program(), request));
    List<String> same = new ArrayList<>(pair(plan.program()));
    same.addAll(pair(basis.folder));
    same.addAll(pair(script(plan, request)));
    counted(lines, same);
    lines.add(find.toString());
    lines.add(no.toString());
    lines.add(list.toString());
    lines.add(inode(root));
    lines.add(escaped(application));
    lines.add(inode(application));
    lines.add(manifest.toAbsolutePath().toString());
    counted(lines, basis.notes.stream().map(Note::plain).toList());
    counted(lines, basis.notes.stream().map(Note::colored).toList());
    counted(lines, variables.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList());
    lines.add(root.toString());
    lines.add(plan.cwd().toRealPath().toString());
    lines.add(plan.program().toString());
    // the first is put in front last
    counted(lines, plan.argv().subList(1, plan.argv().size() - free).reversed());
    lines.add(LAST_LINE);
    return lines.stream().allMatch(WarmRecord::isText) ? Optional.of(lines) : Optional.empty();
  }

  /// The script that Node runs, the last word before those that are passed on unread.
  private static Path script(LaunchPlan plan, LaunchRequest request) {
    int free = request.command().words() - plan.deciding().orElseThrow();
    return request.cwd().resolve(plan.argv().get(plan.argv().size() - free - 1));
  }

  private static void counted(List<String> lines, List<String> more) {
    lines.add(Integer.toString(more.size()));
    lines.addAll(more);
  }

  /// A name and what it must lead to.
  private static List<String> pair(Path path) throws IOException {
    return List.of(path.toRealPath().toString(), path.toString());
  }

  /// Where no Node may appear: it would be found before the chosen one.
  private static List<String> missing(Path chosen, LaunchRequest request) {
    List<String> missing = new ArrayList<>();
    for (Path folder : SearchPath.of(request.environment(), request.cwd()).folders()) {
      Path candidate = folder.resolve("node");
      if (candidate.equals(chosen)) {
        break;
      }
      if (!SearchPath.isProgram(candidate)) {
        missing.add(candidate.toString());
      }
    }
    if (!Files.exists(Watched.ADMINISTRATOR)) {
      missing.add(Watched.ADMINISTRATOR.toString());
    }
    return missing;
  }

  /// What is set besides what the user has set.
  ///
  /// @return nothing when a variable of the user is taken away, or a name is none that a shell can set
  private static Optional<Map<String, String>> variables(Map<String, String> before, Map<String, String> after) {
    Map<String, String> variables = new TreeMap<>();
    if (!after.keySet().containsAll(before.keySet())) {
      return Optional.empty();
    }
    after.forEach((name, value) -> {
      if (!value.equals(before.get(name))) {
        // what the record of its code holds by then is for the launcher to read
        if (!name.equals("AMBIT_CODE_INTEGRITY")) {
          variables.put(name, value);
        }
      }
    });
    return variables.keySet().stream().allMatch(name -> VARIABLE.matcher(name).matches())
        ? Optional.of(variables)
        : Optional.empty();
  }

  /// Where an entry of `ambit.json` ends: when its last day is over in the first time zone.
  private static Instant end(Basis basis) {
    Instant end = basis.started.plus(LONGEST_LIFE);
    LocalDate yesterday = LocalDate.ofInstant(basis.started, ZoneOffset.MIN).minusDays(1);
    for (Grant grant : basis.project.settings().grants()) {
      LocalDate until = grant.until();
      if (until != null && !until.isBefore(yesterday)) {
        Instant over = until.plusDays(1).atStartOfDay().toInstant(ZoneOffset.MAX);
        end = over.isBefore(end) ? over : end;
      }
    }
    return end;
  }

  private static boolean areLocal(Path... paths) throws IOException {
    for (Path path : paths) {
      if (!LOCAL.contains(Files.getFileStore(path).type())) {
        return false;
      }
    }
    return true;
  }

  /// Not from the PATH, where a package may have put its own.
  private static @Nullable Path tool(String name) {
    for (String folder : new String[] {"/usr/bin", "/bin"}) {
      Path program = Path.of(folder, name);
      if (SearchPath.isProgram(program)) {
        return program;
      }
    }
    return null;
  }

  private static String inode(Path path) throws IOException {
    return String.valueOf(Files.getAttribute(path, "unix:ino"));
  }

  /// For `find -path`.
  private static String escaped(Path path) {
    return path.toString().replaceAll("[\\\\*?\\[]", "\\\\$0");
  }

  /// Equal lists share a file.
  private static String name(Set<String> paths, Instant end) {
    return UUID.nameUUIDFromBytes((String.join("\0", paths) + "\0" + end.getEpochSecond()).getBytes(UTF_8)).toString();
  }

  /// Whether a line can hold it, byte for byte.
  private static boolean isText(String text) {
    return text.indexOf('\n') < 0 && text.indexOf('\0') < 0 && text.indexOf('\uFFFD') < 0;
  }

  private static void put(Path file, String text, FileTime time) throws IOException {
    Path folder = Files.createDirectories(file.resolveSibling(".").normalize());
    // readable and writable by the user only
    Path draft = Files.createTempFile(folder, ".draft", null);
    try {
      Files.writeString(draft, text);
      Files.setLastModifiedTime(draft, time);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
