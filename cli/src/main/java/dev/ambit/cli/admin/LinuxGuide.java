package dev.ambit.cli.admin;

import dev.ambit.core.json.Json;
import dev.ambit.os.ExecutionCheck;
import dev.ambit.os.Securebits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What Linux enforces of its own for interpreters, and how an administrator gets more of it.
///
/// @param kernel its release
/// @param knowsCheck whether it answers `AT_EXECVE_CHECK`
/// @param bits of this process
public record LinuxGuide(String kernel, boolean knowsCheck, Securebits bits) {
  private static final String HOW = """

      set them for a program and all that it starts, for good:
        ambit admin linux --lock -- COMMAND
      for a service, before its program (systemd, unit file):
        ExecStart=/usr/bin/ambit admin linux --lock -- /usr/bin/ambit run /srv/app/server.js
      mark what may run, after every file was verified against a signed catalog:
        ambit admin linux --mark app.cat --root /srv/app --trust ca.pem

      by itself the check of the kernel asks for the execute permission and the mount only; who may write files can mark
      them too. It becomes integrity with one of these, which the same check obeys:
        noexec          mount where users write with `noexec`: mount -o remount,noexec /home
        IMA appraisal   signed hashes in extended attributes: evmctl ima_sign --key key.pem FILE,
                        and a policy with: appraise func=BPRM_CHECK mask=MAY_EXEC appraise_type=imasig
        IPE             a signed policy (Linux 6.12): DEFAULT action=DENY
                        op=EXECUTE fsverity_signature=TRUE action=ALLOW
        fs-verity       files that cannot be written again: fsverity enable FILE --signature=FILE.sig
                        (ext4, f2fs, btrfs); IPE then asks for the signature
      """;

  /// Asks this machine.
  ///
  /// @throws IOException when the kernel refuses to say
  public static LinuxGuide ofThisMachine() throws IOException {
    Optional<ExecutionCheck> check = ExecutionCheck.open();
    check.ifPresent(ExecutionCheck::close);
    return new LinuxGuide(release(), check.isPresent(), Securebits.read());
  }

  /// `6.18.44`, or `none` where this is no Linux.
  static String release() throws IOException {
    Path file = Path.of("/proc/sys/kernel/osrelease");
    return Files.isReadable(file) ? Files.readString(file).strip() : "none";
  }

  /// For people.
  public String text() {
    String check = knowsCheck ? "known" : "not known: needs Linux 6.14 or newer; what follows has no effect here";
    return "kernel " + kernel + ", AT_EXECVE_CHECK " + check + "\n"
        + line("EXEC_RESTRICT_FILE", bits.restrictsFiles(), bits.restrictsFilesForGood(), "each file must pass the check of the kernel")
        + line("EXEC_DENY_INTERACTIVE", bits.deniesInteractive(), bits.deniesInteractiveForGood(), "code that is in no file is refused")
        + HOW.stripTrailing();
  }

  private static String line(String name, boolean set, boolean locked, String meaning) {
    return String.format("%-22s %s%s%n", name, (set ? "set" : "not set") + (locked ? ", locked" : ""), set ? ": " + meaning : "");
  }

  /// For programs.
  public ObjectNode json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("kernel", kernel);
    json.put("executionCheck", knowsCheck);
    json.put("restrictFile", bits.restrictsFiles());
    json.put("restrictFileLocked", bits.restrictsFilesForGood());
    json.put("denyInteractive", bits.deniesInteractive());
    json.put("denyInteractiveLocked", bits.deniesInteractiveForGood());
    return json;
  }
}
