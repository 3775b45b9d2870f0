package dev.ambit.cli;

import dev.ambit.analyze.Progress;
import dev.ambit.analyze.StaticAnalysis;
import dev.ambit.analyze.TypeStripper;
import dev.ambit.cli.launch.NodeFinder;
import dev.ambit.cli.launch.NodeTypes;
import dev.ambit.core.project.Project;
import dev.ambit.core.tree.TreeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What the commands share that look at a project: reading it.
abstract class ProjectCommand extends ReportingCommand {
  /// The project in the wanted folder, analysed, whether or not it was initialised.
  Project read(Console console) throws IOException, TreeException {
    Path folder = options().project();
    if (!Files.isDirectory(folder)) {
      throw new CommandException(ExitCode.USAGE, "`" + folder + "` is no folder", null);
    }
    return Project.read(folder.toRealPath(), analysis(CacheFolder.find(env()).resolve("usage"), progress(console), types(folder)));
  }

  /// How the files are read: all of them, every time.
  StaticAnalysis analysis(Path cache, Progress progress, TypeStripper types) {
    return new StaticAnalysis(cache, progress, types);
  }

  private TypeStripper types(Path folder) {
    return NodeTypes.of(new NodeFinder(folder, Path.of("").toAbsolutePath(), env()), GuardFolder.find(), env());
  }

  private static Progress progress(Console console) {
    return (done, total) -> console.progress("analysing", done, total);
  }

  /// The project in the wanted folder, which must have a baseline.
  Project readInitialised(Console console) throws IOException, TreeException {
    Path lock = options().project().resolve(Project.LOCK);
    if (!Files.exists(lock)) {
      // without a baseline there is nothing that a new version could be held against
      throw new CommandException(
          ExitCode.USAGE, "there is no `" + Project.LOCK + "` in `" + options().project() + "`", "ambit init" + inFolder());
    }
    return read(console);
  }

  /// ` -C DIR` as the user gave it, for commands that messages propose.
  String inFolder() {
    String given = options().directory.toString();
    return given.isEmpty() ? "" : " -C " + given;
  }

  Map<String, String> env() {
    return System.getenv();
  }
}
