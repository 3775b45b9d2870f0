package dev.ambit.cli.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The flags of a `NODE_OPTIONS` variable that may run beside the guard.
///
/// @param kept each as one argument, `--flag` or `--flag=value`
/// @param dropped what is not passed on
public record NodeOptions(List<String> kept, List<Dropped> dropped) {

  /// A flag that is not passed on, and why.
  public record Dropped(String flag, String reason) {}

  public NodeOptions {
    kept = List.copyOf(kept);
    dropped = List.copyOf(dropped);
  }

  /// Sorts the flags of a variable.
  ///
  /// @param text the variable's value, split as Node splits it
  /// @param guardOption the flag that an outer `ambit run` has set: left out without a word
  /// @throws LaunchException when Node would not accept the text either
  static NodeOptions of(String text, String guardOption) throws LaunchException {
    List<String> kept = new ArrayList<>();
    List<Dropped> dropped = new ArrayList<>();
    List<String> words = split(text);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals(guardOption)) {
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      Optional<NodeFlags.Flag> found = NodeFlags.find(name);
      if (found.isEmpty()) {
        dropped.add(new Dropped(name, name.startsWith("-") ? "is not known to be harmless" : "is no flag"));
        continue;
      }
      NodeFlags.Flag flag = found.get();
      String value = equals < 0 ? "" : word.substring(equals);
      if (equals < 0 && flag.value() == NodeFlags.Value.NEEDED) {
        // Node takes no value that looks like a flag either
        if (i + 1 == words.size() || words.get(i + 1).startsWith("-")) {
          throw new LaunchException("NODE_OPTIONS: `" + name + "` needs a value; correct or unset NODE_OPTIONS");
        }
        value = "=" + words.get(++i);
      }
      if (flag.door().isPresent()) {
        dropped.add(new Dropped(name, flag.door().get().reason()));
      } else {
        kept.add("--" + flag.name() + value);
      }
    }
    return new NodeOptions(kept, dropped);
  }

  /// Splits as Node does: at spaces outside of double quotes, and within them a backslash takes the next character.
  static List<String> split(String text) throws LaunchException {
    List<String> words = new ArrayList<>();
    boolean quoted = false;
    boolean fresh = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        if (++i == text.length()) {
          throw new LaunchException("NODE_OPTIONS ends within an escape; correct or unset it");
        }
        c = text.charAt(i);
      } else if (c == ' ' && !quoted) {
        fresh = true;
        continue;
      } else if (c == '"') {
        quoted = !quoted;
        continue;
      }
      if (fresh) {
        words.add(String.valueOf(c));
        fresh = false;
      } else {
        words.set(words.size() - 1, words.getLast() + c);
      }
    }
    if (quoted) {
      throw new LaunchException("NODE_OPTIONS ends within quotes; correct or unset it");
    }
    return List.copyOf(words);
  }

  /// Writes words so that Node reads these very words.
  static String join(List<String> words) {
    return String.join(" ", words.stream().map(NodeOptions::quoted).toList());
  }

  /// `--require="<path>"` for the guard's flag and the like: the value quoted, the rest plain.
  private static String quoted(String word) {
    if (word.chars().noneMatch(c -> c == ' ' || c == '"' || c == '\\')) {
      return word;
    }
    int equals = word.indexOf('=') + 1;
    return word.substring(0, equals) + '"'
        + word.substring(equals).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
