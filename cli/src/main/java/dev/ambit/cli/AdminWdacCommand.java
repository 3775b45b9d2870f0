package dev.ambit.cli;

import dev.ambit.cli.admin.WdacPolicy;
import dev.ambit.core.file.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes what a policy of Windows Defender Application Control needs for Node.
@Command(
    name = "wdac",
    mixinStandardHelpOptions = true,
    description = {
      "write the fragments of a Windows Defender Application Control policy that make Node's code integrity "
          + "mandatory, and the application manifest",
      "the forms follow Microsoft's schema; they were never run on Windows"
    })
final class AdminWdacCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "the folder to write to; otherwise `ambit-wdac`")
  private Path output = Path.of("ambit-wdac");

  @Option(names = "--no-code-integrity", description = "leave EnforceCodeIntegrity off")
  private boolean noCodeIntegrity;

  @Option(names = "--no-interactive", description = "leave DisableInteractiveMode off")
  private boolean noInteractive;

  @Option(names = "--force", description = "replace files that are there")
  private boolean force;

  @Override
  public Integer call() throws Exception {
    Console console = options.console(Ambit.out(), Ambit.err());
    if (noCodeIntegrity && noInteractive) {
      throw new CommandException(ExitCode.USAGE, "with both left off there is nothing to write", "ambit admin wdac --help");
    }
    Path folder = options.project().resolve(output);
    Map<String, String> files = new WdacPolicy(!noCodeIntegrity, !noInteractive).files();
    for (String name : files.keySet()) {
      if (!force && Files.exists(folder.resolve(name))) {
        throw new CommandException(
            ExitCode.USAGE, "`" + folder.resolve(name) + "` exists", "ambit admin wdac --force, or another --output");
      }
    }
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files.entrySet()) {
      AtomicFile.write(folder.resolve(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
      console.line(folder.resolve(file.getKey()).toString());
    }
    console.note("put one fragment into your policy (app-settings.xml for Windows 11 and Server 2025, settings.xml for older), "
        + "then: ConvertFrom-CIPolicy policy.xml policy.cip; CiTool --update-policy policy.cip");
    return ExitCode.CLEAN.code();
  }
}
