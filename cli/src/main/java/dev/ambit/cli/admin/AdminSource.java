package dev.ambit.cli.admin;

import dev.ambit.cli.launch.IntegrityDemand;
import dev.ambit.cli.launch.IntegrityDemand.FileRule;
import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import dev.ambit.core.admin.AdminSettings;
import dev.ambit.core.admin.AdminSettingsFile;
import dev.ambit.core.json.FormatException;
import dev.ambit.os.Securebits;
import dev.ambit.os.SystemCallException;
import dev.ambit.os.Wldp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Somebody who may say what is enforced on this machine.
public sealed interface AdminSource {
  /// Who it is, for messages.
  String name();

  /// What is asked for.
  ///
  /// @return [AdminPolicy#NONE] where nobody asks for anything
  /// @throws AdminPolicyException when that cannot be known or trusted
  AdminPolicy read() throws AdminPolicyException;

  /// A settings file that only root may be able to change.
  static AdminSource settingsFile(Path file) {
    return new SettingsFile(file, Protection.OF_ROOT);
  }

  /// The exec securebits of this process, Linux 6.14 and newer.
  record LinuxSecurebits() implements AdminSource {
    @Override
    public String name() {
      return "exec securebits";
    }

    @Override
    public AdminPolicy read() throws AdminPolicyException {
      try {
        return of(Securebits.read());
      } catch (SystemCallException e) {
        throw new AdminPolicyException(String.valueOf(e.getMessage()));
      }
    }

    /// The four states of the two bits.
    static AdminPolicy of(Securebits bits) {
      if (!bits.restrictsFiles() && !bits.deniesInteractive()) {
        return AdminPolicy.NONE;
      }
      List<String> sources = List.of("exec securebits");
      InteractiveRule interactive = bits.deniesInteractive() ? InteractiveRule.BLOCKED : InteractiveRule.ALLOWED;
      return new AdminPolicy(
          new IntegrityDemand(FileRule.OFF, interactive, false, List.of(), sources),
          Optional.empty(), Optional.empty(), bits.restrictsFiles(), false, sources);
    }
  }

  /// Windows Defender Application Control.
  ///
  /// @param systemRoot the folder of Windows
  record WindowsPolicy(Path systemRoot) implements AdminSource {
    @Override
    public String name() {
      return "Windows Defender Application Control";
    }

    @Override
    public AdminPolicy read() throws AdminPolicyException {
      Optional<Wldp> wldp = Wldp.ofWindows(systemRoot);
      if (wldp.isEmpty()) {
        return AdminPolicy.NONE;
      }
      try (Wldp policy = wldp.get()) {
        return of(policy.setting("EnforceCodeIntegrity"), policy.setting("DisableInteractiveMode"));
      } catch (SystemCallException e) {
        throw new AdminPolicyException(String.valueOf(e.getMessage()));
      }
    }

    /// What the two settings come to.
    static AdminPolicy of(Optional<Boolean> enforceCodeIntegrity, Optional<Boolean> disableInteractiveMode) {
      boolean files = enforceCodeIntegrity.orElse(false);
      boolean interactive = disableInteractiveMode.orElse(false);
      if (!files && !interactive) {
        return AdminPolicy.NONE;
      }
      List<String> sources = List.of("Windows Defender Application Control");
      return new AdminPolicy(
          new IntegrityDemand(files ? FileRule.ENFORCE : FileRule.OFF,
              interactive ? InteractiveRule.BLOCKED : InteractiveRule.ALLOWED, false, List.of(), sources),
          Optional.empty(), Optional.empty(), false, files, sources);
    }
  }

  /// The settings file of the administrator.
  ///
  /// @param file where it lies
  /// @param protection who alone may be able to change it
  record SettingsFile(Path file, Protection protection) implements AdminSource {
    private static final long LARGEST = 1 << 20;

    /// That of this system.
    ///
    /// @param system as Java names it in `os.name`
    static SettingsFile of(String system) {
      Path folder;
      if (system.startsWith("Windows")) {
        // not from the environment, which belongs to the user
        folder = Path.of("C:\\ProgramData\\Ambit");
      } else if (system.startsWith("Mac")) {
        folder = Path.of("/Library/Application Support/Ambit");
      } else {
        folder = Path.of("/etc/ambit");
      }
      return new SettingsFile(folder.resolve(AdminSettingsFile.NAME), Protection.OF_ROOT);
    }

    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public AdminPolicy read() throws AdminPolicyException {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null || !exists(folder)) {
        return AdminPolicy.NONE;
      }
      // who can write the folder can take the file away
      protection.require(folder);
      if (!Files.isDirectory(folder)) {
        throw new AdminPolicyException("`" + folder + "` is no folder");
      }
      if (!exists(file)) {
        return AdminPolicy.NONE;
      }
      protection.require(file);
      try {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
          throw new AdminPolicyException("`" + file + "` is no file, or larger than 1 MiB");
        }
        AdminSettings settings = AdminSettingsFile.parse(file.toString(), Files.readAllBytes(file));
        for (Path named : settings.trust()) {
          protection.require(named);
        }
        for (Path named : settings.catalogs()) {
          protection.require(named);
        }
        return of(settings, name());
      } catch (FormatException e) {
        throw new AdminPolicyException(e.getMessage());
      } catch (IOException e) {
        throw new AdminPolicyException("`" + file + "` cannot be read: " + Protection.reason(e));
      }
    }

    /// What the settings come to.
    static AdminPolicy of(AdminSettings settings, String source) {
      List<String> sources = List.of(source);
      FileRule files = settings.codeIntegrity()
          .map(rule -> rule == AdminSettings.Rule.AUDIT ? FileRule.AUDIT : FileRule.ENFORCE)
          .orElse(FileRule.OFF);
      InteractiveRule interactive = settings.interactive()
          .map(rule -> rule == AdminSettings.Rule.AUDIT ? InteractiveRule.AUDIT : InteractiveRule.BLOCKED)
          .orElse(InteractiveRule.ALLOWED);
      List<Set<Path>> trust = settings.trust().isEmpty() ? List.of() : List.of(settings.trust());
      return new AdminPolicy(
          new IntegrityDemand(files, interactive, settings.requireSignedPolicy(), trust, sources),
          settings.mode(), settings.catalogs().isEmpty() ? Optional.empty() : Optional.of(settings.catalogs()),
          false, false, sources);
    }

    /// Only a file that is known not to be there is absent: what cannot be looked at may say anything.
    private static boolean exists(Path path) throws AdminPolicyException {
      try {
        Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return true;
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        throw new AdminPolicyException("`" + path + "` cannot be examined: " + Protection.reason(e));
      }
    }
  }
}
