package dev.ambit.cli;

import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.policy.PolicyCompiler;
import dev.ambit.core.project.Project;
import dev.ambit.core.settings.Mode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Compiles the policy manifest of a project into a file that can be signed.
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = {"write the policy manifest of a project to a file", "sign it with `policy sign`, run under it with `run --policy`"})
final class PolicyCreateCommand extends ProjectCommand {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--mode", paramLabel = "MODE", description = "observe or enforce; otherwise what ambit.json says", converter = ModeConverter.class)
  private @Nullable Mode mode;

  @Override
  GlobalOptions options() {
    return options;
  }

  @Override
  ExitCode run(Console console) throws Exception {
    Path target = options.output;
    if (target == null) {
      throw new CommandException(ExitCode.USAGE, "there is no file to write to", "ambit policy create -o policy.json");
    }
    Project project = readInitialised(console);
    Mode wanted = mode == null ? project.mode() : mode;
    Path file = options.directory.resolve(target);
    AtomicFile.write(file, PortablePolicy.of(PolicyCompiler.compile(project.assess(wanted), wanted)));
    int packages = project.tree().nodes().size() - 1;
    console.line(packages + (packages == 1 ? " package" : " packages") + " in " + target + "      next: ambit policy sign " + target);
    return ExitCode.CLEAN;
  }
}
