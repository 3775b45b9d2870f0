package dev.ambit.cli;

import dev.ambit.cli.launch.LaunchException;
import dev.ambit.core.json.FormatException;
import dev.ambit.core.settings.ContradictionException;
import dev.ambit.core.tree.TreeException;
import dev.ambit.integrity.signature.SigningException;
import dev.ambit.integrity.signature.VerificationException;
import dev.ambit.os.ExecException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The program: reads the command line, runs one command, and turns every failure into a message and an
/// exit code.
@Command(
    name = "ambit",
    description = "every npm package stays within its ambit: it gets what it declared and nothing else",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      InitCommand.class,
      RunCommand.class,
      AuditCommand.class,
      WhyCommand.class,
      ApproveCommand.class,
      DenyCommand.class,
      CatalogCommand.class,
      PolicyCommand.class,
      AdminCommand.class,
      DoctorCommand.class,
      DemoCommand.class
    })
public final class Ambit implements Runnable {
  // UTF-8 whatever the locale: package names and paths must come out as they are
  private static final PrintStream OUT = stream(FileDescriptor.out);
  private static final PrintStream ERR = stream(FileDescriptor.err);

  // a test looks at what a command prints without starting a program
  static final ScopedValue<PrintStream> REDIRECTED_OUT = ScopedValue.newInstance();
  static final ScopedValue<PrintStream> REDIRECTED_ERR = ScopedValue.newInstance();

  @Spec private CommandSpec spec;

  /// For picocli, which fills the fields in.
  @SuppressWarnings("NullAway.Init")
  public Ambit() {}

  /// Runs the program and ends the JVM.
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static PrintStream out() {
    return REDIRECTED_OUT.orElse(OUT);
  }

  static PrintStream err() {
    return REDIRECTED_ERR.orElse(ERR);
  }

  @Override
  public void run() {
    spec.commandLine().usage(err());
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }

  static int run(String... args) {
    boolean stacktrace = Arrays.asList(args).contains("--stacktrace");
    CommandLine line = line(args);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err(), true, StandardCharsets.UTF_8));
    // what follows the program belongs to it, whatever it looks like
    Optional.ofNullable(line.getSubcommands().get("run")).ifPresent(run -> run.setStopAtPositional(true));
    line.setParameterExceptionHandler(
        (e, given) -> {
          err().println("ambit: " + message(e));
          String command = e.getCommandLine().getCommandSpec().qualifiedName();
          err().println("  " + command + " --help");
          return ExitCode.USAGE.code();
        });
    line.setExecutionExceptionHandler((e, command, parsed) -> report(e, stacktrace));
    try {
      return line.execute(args);
    } catch (Error e) {
      // out of memory, a broken installation: still a message and a code of ours
      return report(new IllegalStateException(e), stacktrace);
    }
  }

  /// The one command that is named, where one is: to look through all of them takes longer than most take to run.
  private static CommandLine line(String... args) {
    for (Class<?> type : Ambit.class.getAnnotation(Command.class).subcommands()) {
      Command command = type.getAnnotation(Command.class);
      if (args.length > 0 && command != null && command.name().equals(args[0])) {
        CommandSpec parent = CommandSpec.create().name("ambit");
        return new CommandLine(parent.addSubcommand(command.name(), new CommandLine(type)));
      }
    }
    return new CommandLine(new Ambit());
  }

  /// Says what went wrong: what a person can mend ends with 2, everything else is a fault of ours.
  private static int report(Exception e, boolean stacktrace) {
    if (stacktrace) {
      e.printStackTrace(err());
    }
    return switch (e) {
      case CommandException c -> say(c.exitCode(), c.getMessage(), c.help());
      case TreeException t -> say(ExitCode.USAGE, t.getMessage(), t.help());
      case VerificationException v -> say(ExitCode.NOT_VERIFIED, "not verified: " + v.getMessage(), null);
      case SigningException s -> say(ExitCode.USAGE, s.getMessage(), null);
      case LaunchException l -> say(l.isBlocked() ? ExitCode.NOT_VERIFIED : ExitCode.USAGE, l.getMessage(), null);
      case ExecException x -> say(ExitCode.USAGE, x.getMessage(), null);
      case ContradictionException c -> say(ExitCode.USAGE, c.getMessage(), null);
      case FormatException f -> say(ExitCode.USAGE, f.getMessage(), null);
      case UncheckedIOException u -> say(ExitCode.USAGE, reason(Objects.requireNonNull(u.getCause())), null);
      case IOException io -> say(ExitCode.USAGE, reason(io), null);
      default ->
          say(ExitCode.INTERNAL, "internal error: " + e, stacktrace ? null : "run it again with --stacktrace and report it");
    };
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException a -> "`" + a.getFile() + "` may not be read or written";
      case NoSuchFileException n -> "`" + n.getFile() + "` does not exist";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  private static int say(ExitCode code, @Nullable String message, @Nullable String help) {
    err().println("ambit: " + message);
    if (help != null) {
      err().println("  " + help);
    }
    return code.code();
  }

  /// What is wrong with the command line, with the nearest right word where there is one.
  private static String message(CommandLine.ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      String given = unmatched.getUnmatched().getFirst();
      boolean beforeCommand = given.startsWith("-") && unmatched.getCommandLine().getParent() == null;
      return "there is no `" + given + "`"
          + (!near.isEmpty() ? "; did you mean `" + near.getFirst() + "`?" : beforeCommand ? " here; options stand behind the command" : "");
    }
    return lowerFirst(String.valueOf(e.getMessage()));
  }

  private static String lowerFirst(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
