package dev.ambit.cli.launch;

import dev.ambit.cli.launch.IntegrityDemand.InteractiveRule;
import dev.ambit.core.json.JsonText;
import dev.ambit.integrity.catalog.Catalog;
import dev.ambit.integrity.catalog.Coverage;
import dev.ambit.integrity.catalog.Digest;
import dev.ambit.integrity.catalog.DigestAlgorithm;
import dev.ambit.integrity.catalog.Member;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The list of signed files as the guard reads it: a line of JSON, then for each file `path TAB sha256`, sorted by the
/// UTF-16 units of the path, so that it can be searched without being parsed. Its form is `docs/designs/0004-code-integrity.md`.
///
/// @param text the whole list
public record SignedFiles(String text) {
  /// Stands for a digest that only Windows can check, or that is too weak to count.
  private static final String NONE = "-";

  /// From a catalog whose signature was verified.
  ///
  /// @param root real path of the folder that the catalog is about
  public static SignedFiles of(Path root, IntegrityDemand demand, InteractiveRule sourceText, Catalog catalog) {
    StringBuilder text = new StringBuilder(head(root, demand, sourceText));
    // the members are in the order of UTF-16 units already, and their paths hold no control character
    for (Member member : catalog.members().values()) {
      text.append(member.path()).append('\t').append(digest(member)).append('\n');
    }
    return new SignedFiles(text.toString());
  }

  /// A list without files, where none are looked at.
  public static SignedFiles none(Path root, IntegrityDemand demand, InteractiveRule sourceText) {
    return new SignedFiles(head(root, demand, sourceText));
  }

  private static String head(Path root, IntegrityDemand demand, InteractiveRule sourceText) {
    return "{\"version\":1,\"root\":" + JsonText.quote(root.toString()) + ",\"files\":\"" + word(demand.files())
        + "\",\"interactive\":\"" + word(demand.interactive()) + "\",\"text\":\"" + word(sourceText) + "\"}\n";
  }

  private static String word(IntegrityDemand.FileRule rule) {
    return switch (rule) {
      case OFF -> "off";
      case AUDIT -> "audit";
      case ENFORCE -> "enforce";
    };
  }

  private static String word(InteractiveRule rule) {
    return switch (rule) {
      case ALLOWED -> "allowed";
      case AUDIT -> "audit";
      case BLOCKED -> "blocked";
    };
  }

  private static String digest(Member member) {
    Digest digest = member.digests().get(DigestAlgorithm.SHA256);
    return digest == null || member.coverage() != Coverage.FLAT ? NONE : digest.base64();
  }

  /// As written.
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
