package dev.ambit.os;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The process that the tests start: it becomes another program, or says why not and exits 2.
///
/// Arguments: `exec`, `spawn` or `sealed`, working directory, program, then the program's argv. With `sealed` the program
/// gets the path of sealed memory as one more argument, and inherits it.
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
      if (args[0].equals("sealed")) {
        SealedMemory memory = SealedMemory.of("test", "sealed text".getBytes(StandardCharsets.UTF_8)).orElseThrow();
        List<String> more = new ArrayList<>(argv);
        more.add(memory.path());
        Exec.replace(program, more, env, cwd, Set.of(memory.descriptor()));
      }
      Exec.replace(program, argv, env, cwd);
    } catch (ExecException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }
}
