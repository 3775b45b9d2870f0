package dev.ambit.cli.report;

import dev.ambit.core.finding.Finding;
import dev.ambit.core.finding.Location;
import dev.ambit.core.finding.Severity;
import dev.ambit.core.json.Json;
import dev.ambit.core.json.Problem;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Findings as text and as JSON.
public final class FindingReport {
  private FindingReport() {}

  /// One finding as people read it: what, where and by which path, what to run.
  public static String text(Finding finding) {
    StringBuilder text = new StringBuilder();
    // names come from strangers, and go to a terminal
    text.append(word(finding.severity())).append("  ").append(Problem.visible(finding.message()));
    Location location = finding.location();
    if (location != null || finding.via() != null) {
      text.append("\n    ");
      text.append(location == null ? "" : Problem.visible(location.toString()));
      text.append(location == null || finding.via() == null ? "" : "   ");
      text.append(finding.via() == null ? "" : "via " + finding.via());
    }
    if (finding.help() != null) {
      text.append("\n    ").append(finding.help());
    }
    return text.toString();
  }

  /// The severity as a word of equal width.
  private static String word(Severity severity) {
    return switch (severity) {
      case ERROR -> "error ";
      case REVIEW -> "review";
      case NOTE -> "note  ";
    };
  }

  /// All findings under the key `findings` of the given object.
  public static void into(ObjectNode json, List<Finding> findings) {
    ArrayNode array = json.putArray("findings");
    for (Finding finding : findings) {
      array.add(json(finding));
    }
  }

  /// One finding; absent things are left out.
  public static ObjectNode json(Finding finding) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("id", finding.id());
    node.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    node.put("subject", finding.subject());
    node.put("message", finding.message());
    ArrayNode capabilities = node.putArray("capabilities");
    finding.capabilities().forEach(capabilities::add);
    Location location = finding.location();
    if (location != null) {
      node.put("file", location.file());
      if (location.line() > 0) {
        node.put("line", location.line());
        node.put("column", location.column());
      }
      if (location.pointer() != null) {
        node.put("pointer", location.pointer());
      }
    }
    if (finding.via() != null) {
      node.put("via", finding.via());
    }
    if (finding.help() != null) {
      node.put("fix", finding.help());
    }
    return node;
  }
}
