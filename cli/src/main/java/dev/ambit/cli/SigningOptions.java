package dev.ambit.cli;

import dev.ambit.integrity.signature.HttpTimeStampAuthority;
import dev.ambit.integrity.signature.SigningException;
import dev.ambit.integrity.signature.SigningKey;
import dev.ambit.integrity.signature.TimeStampAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who signs.
final class SigningOptions {
  @Option(names = "--key", paramLabel = "PEM", description = "private key")
  private @Nullable Path key;

  @Option(names = "--cert", paramLabel = "PEM", description = "certificate of the key")
  private @Nullable Path certificate;

  @Option(names = "--chain", paramLabel = "PEM", description = "certificates between it and the authority; repeatable")
  private List<Path> chain = new ArrayList<>();

  @Option(names = "--p12", paramLabel = "FILE", description = "PKCS#12 file with key and certificates, instead of --key and --cert")
  private @Nullable Path p12;

  @Option(
      names = "--pkcs11",
      paramLabel = "FILE",
      description = "token or HSM that holds the key: a configuration of the JDK's PKCS#11 provider (name, library, slot)")
  private @Nullable Path token;

  @Option(names = "--alias", paramLabel = "LABEL", description = "which key of the token, when it holds several")
  private @Nullable String alias;

  @Option(names = "--password-file", paramLabel = "FILE", description = "file that holds the password of the key, or the PIN of the token")
  private @Nullable Path passwordFile;

  @Option(names = "--tsa", paramLabel = "URL", description = "time-stamp authority (RFC 3161)")
  private @Nullable URI tsa;

  /// The key that the options name.
  SigningKey signingKey() throws IOException, SigningException {
    Optional<char[]> password =
        passwordFile == null ? Optional.empty() : Optional.of(Files.readString(passwordFile).strip().toCharArray());
    if (token != null) {
      if (key != null || certificate != null || p12 != null) {
        throw new CommandException(ExitCode.USAGE, "`--pkcs11` stands instead of `--key`, `--cert` and `--p12`", null);
      }
      return SigningKey.fromToken(token, Optional.ofNullable(alias), password.orElse(new char[0]));
    }
    if (p12 != null) {
      if (key != null || certificate != null) {
        throw new CommandException(ExitCode.USAGE, "`--p12` stands instead of `--key` and `--cert`", null);
      }
      return SigningKey.fromPkcs12(p12, password.orElse(new char[0]));
    }
    if (key == null || certificate == null) {
      throw new CommandException(ExitCode.USAGE, "who signs? name `--key` and `--cert`, `--p12`, or `--pkcs11`", null);
    }
    List<Path> certificates = new ArrayList<>(List.of(certificate));
    certificates.addAll(chain);
    return SigningKey.fromPem(key, certificates, password);
  }

  /// The time-stamp authority, if one is named.
  Optional<TimeStampAuthority> authority() {
    try {
      return tsa == null ? Optional.empty() : Optional.of(new HttpTimeStampAuthority(tsa));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), null);
    }
  }
}
