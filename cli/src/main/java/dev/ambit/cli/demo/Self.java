package dev.ambit.cli.demo;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// This very program as a command, so that the demonstration runs what a user would run.
public final class Self {
  private Self() {}

  /// `ambit ARGS` as a process: the same JVM, flags and class path.
  public static ProcessBuilder command(List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // a debugger or a coverage agent of this JVM is not the child's
      if (!flag.startsWith("-agentlib") && !flag.startsWith("-javaagent")) {
        command.add(flag);
      }
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.ambit.cli.Ambit");
    command.addAll(args);
    return new ProcessBuilder(command);
  }
}
