package dev.ambit.integrity.signature;

import dev.ambit.core.finding.Finding;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Something is not as signed, or not signed by whom it has to be. Each kind names the check that failed; what
/// is no signature or catalog at all is a [dev.ambit.core.json.FormatException].
public abstract sealed class VerificationException extends Exception {
  private static final long serialVersionUID = 1;

  private VerificationException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /// There is no signature.
  public static final class NotSigned extends VerificationException {
    private static final long serialVersionUID = 1;

    NotSigned(String message) {
      super(message);
    }
  }

  /// The signature has parts that it must not have, or lacks some: several signers, attributes twice, a revocation
  /// list, certificates that nobody needs. They would not be covered by the signature.
  public static final class UnexpectedParts extends VerificationException {
    private static final long serialVersionUID = 1;

    UnexpectedParts(String message) {
      super(message);
    }
  }

  /// The content is not what was signed.
  public static final class ContentChanged extends VerificationException {
    private static final long serialVersionUID = 1;

    ContentChanged(String message) {
      super(message);
    }
  }

  /// The signature was not made with the key of the certificate it names.
  public static final class BadSignature extends VerificationException {
    private static final long serialVersionUID = 1;

    BadSignature(String message) {
      super(message);
    }
  }

  /// A hash or key that is too weak, or one that this Ambit does not know.
  public static final class UnacceptableAlgorithm extends VerificationException {
    private static final long serialVersionUID = 1;

    UnacceptableAlgorithm(String message) {
      super(message);
    }
  }

  /// No chain of certificates leads from the signer to a trust anchor.
  public static final class NotTrusted extends VerificationException {
    private static final long serialVersionUID = 1;

    NotTrusted(String message) {
      super(message);
    }
  }

  /// A certificate was not valid at the time that counts.
  public static final class OutOfDate extends VerificationException {
    private static final long serialVersionUID = 1;

    OutOfDate(String message) {
      super(message);
    }
  }

  /// A certificate is for something else.
  public static final class WrongPurpose extends VerificationException {
    private static final long serialVersionUID = 1;

    WrongPurpose(String message) {
      super(message);
    }
  }

  /// There is a time-stamp, but not a good one.
  public static final class BadTimeStamp extends VerificationException {
    private static final long serialVersionUID = 1;

    BadTimeStamp(String message) {
      super(message);
    }
  }

  /// The signature is good, but files are missing, extra or changed.
  public static final class FilesDiffer extends VerificationException {
    private static final long serialVersionUID = 1;
    private final transient List<Finding> findings;

    FilesDiffer(List<Finding> findings) {
      super(findings.stream().map(Finding::message).collect(Collectors.joining("\n")));
      this.findings = List.copyOf(findings);
    }

    /// Everything found, notes included.
    public List<Finding> findings() {
      return findings;
    }
  }
}
