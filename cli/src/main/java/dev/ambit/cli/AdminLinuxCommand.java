package dev.ambit.cli;

import dev.ambit.cli.admin.LinuxExec;
import dev.ambit.cli.admin.LinuxGuide;
import dev.ambit.core.json.Json;
import dev.ambit.integrity.catalog.Excludes;
import dev.ambit.integrity.signature.CatalogVerifier;
import dev.ambit.integrity.signature.TrustAnchors;
import dev.ambit.integrity.signature.VerificationPolicy;
import dev.ambit.os.Inherited;
import dev.ambit.os.Securebits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// The exec securebits of Linux: shows them, sets them for a program, and marks files that may be executed.
@Command(
    name = "linux",
    mixinStandardHelpOptions = true,
    description = {
      "show the exec securebits and what goes with them; with --lock or --set become `-- COMMAND` under them; "
          + "with --mark make the files of a signed catalog executable",
      "--lock ends with the exit code of the program; --mark with 4 when a file is not as the catalog says"
    })
final class AdminLinuxCommand extends ReportingCommand {
  /// Which of the two bits.
  enum Bits {
    both,
    files,
    interactive
  }

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--lock", description = "set and lock the bits, then become COMMAND: nothing can clear them again")
  private boolean lock;

  @Option(names = "--set", description = "set the bits, then become COMMAND, which may clear them")
  private boolean set;

  @Option(names = "--bits", paramLabel = "WHICH", description = "both, files or interactive; both unless given")
  private Bits bits = Bits.both;

  @Option(names = "--mark", paramLabel = "CATALOG", description = "make executable what the signed CATALOG lists, after every file was verified")
  private @Nullable Path mark;

  @Option(names = "--root", paramLabel = "PATH", description = "the folder that CATALOG is about; otherwise the folder of -C")
  private @Nullable Path root;

  @Option(names = "--trust", paramLabel = "PEM", description = "whose signature of CATALOG counts; repeatable")
  private List<Path> trust = new ArrayList<>();

  @Option(names = "--exclude", paramLabel = "PATTERN", description = "what was left out when CATALOG was made; repeatable")
  private List<String> exclude = new ArrayList<>();

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "the program, after `--`")
  private List<String> command = new ArrayList<>();

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    if ((lock ? 1 : 0) + (set ? 1 : 0) + (mark != null ? 1 : 0) > 1) {
      throw new CommandException(ExitCode.USAGE, "`--lock`, `--set` and `--mark` exclude one another", null);
    }
    if (lock || set) {
      if (command.isEmpty()) {
        throw new CommandException(
            ExitCode.USAGE, "name the program that is to run under the bits", "ambit admin linux --lock -- COMMAND");
      }
      Path cwd = options.project().toRealPath();
      return LinuxExec.become(wanted(Securebits.read()), command, Inherited.current().environment(), cwd);
    }
    if (!command.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "`" + command.getFirst() + "` runs only with --lock or --set", "ambit admin linux --lock -- COMMAND");
    }
    return super.call();
  }

  private Securebits wanted(Securebits now) {
    Securebits wanted = bits == Bits.interactive ? now : now.restrictingFiles(lock);
    return bits == Bits.files ? wanted : wanted.denyingInteractive(lock);
  }

  @Override
  ExitCode run(Console console) throws Exception {
    Path catalog = mark;
    if (catalog != null) {
      return mark(console, catalog);
    }
    LinuxGuide guide = LinuxGuide.ofThisMachine();
    write(console, guide.json(), guide.text());
    return ExitCode.CLEAN;
  }

  private ExitCode mark(Console console, Path named) throws Exception {
    if (trust.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "`--mark` needs `--trust`: whose signature of the catalog counts",
          "ambit admin linux --mark " + named + " --trust CA.pem");
    }
    Path catalog = CatalogPaths.existing(options.directory, named);
    Path files = root == null ? options.project() : CatalogPaths.existing(options.directory, root);
    Excludes excludes = CatalogPaths.excluding(Excludes.parse("--exclude", exclude), files, catalog);
    var verified = new CatalogVerifier(VerificationPolicy.trusting(TrustAnchors.read(trust)))
        .verifyFiles(catalog, files, excludes, CatalogPaths.progress(console));
    int changed = 0;
    for (String member : verified.catalog().members().keySet()) {
      changed += makeExecutable(Files.isDirectory(files) ? files.resolve(member) : files) ? 1 : 0;
    }
    int all = verified.catalog().members().size();
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("files", all);
    json.put("changed", changed);
    write(console, json, all + (all == 1 ? " file is" : " files are") + " as signed and may be executed, " + changed + " newly");
    return ExitCode.CLEAN;
  }

  /// Whoever may read it may execute it.
  private static boolean makeExecutable(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    boolean changed = false;
    changed |= permissions.contains(PosixFilePermission.OWNER_READ) && permissions.add(PosixFilePermission.OWNER_EXECUTE);
    changed |= permissions.contains(PosixFilePermission.GROUP_READ) && permissions.add(PosixFilePermission.GROUP_EXECUTE);
    changed |= permissions.contains(PosixFilePermission.OTHERS_READ) && permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    if (changed) {
      Files.setPosixFilePermissions(file, permissions);
    }
    return changed;
  }
}
