package dev.ambit.cli.launch;

import dev.ambit.cli.launch.LaunchRequest.Command;
import dev.ambit.os.ExecException;
import dev.ambit.os.Inherited;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The process that the tests start in a sandbox: it becomes the program, or says why not and exits 2.
///
/// Arguments: the sandbox's folder, the working directory, `script` or `program`, and the words of the command.
final class LaunchMain {
  private LaunchMain() {}

  public static void main(String[] args) {
    Sandbox sandbox = new Sandbox(Path.of(args[0]));
    List<String> words = Arrays.asList(args).subList(4, args.length);
    Command command = args[2].equals("script")
        ? new Command.Script(args[3], words)
        : new Command.Program(args[3], words);
    try {
      LaunchPlan plan = LaunchPlan.of(new LaunchRequest(sandbox.project(), Path.of(args[1]), sandbox.guard(),
          sandbox.manifest(), "sha256-x", null, Inherited.current().environment(), "enforcing", command));
      plan.warnings().forEach(System.err::println);
      System.exit(plan.start());
    } catch (LaunchException | ExecException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }
}
