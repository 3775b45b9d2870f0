package dev.ambit.os;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The process that the tests start: it becomes another program, or says why not and exits 2.
///
/// Arguments: `exec` or `spawn`, working directory, program, then the program's argv.
final class ExecMain {
  private ExecMain() {}

  public static void main(String[] args) {
    Path cwd = Path.of(args[1]);
    Path program = Path.of(args[2]);
    List<String> argv = Arrays.asList(args).subList(3, args.length);
    var env = Inherited.current().environment();
    try {
      if (args[0].equals("spawn")) {
        System.exit(Spawn.run(program, argv, env, cwd));
      }
      Exec.replace(program, argv, env, cwd);
    } catch (ExecException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }
}
