package dev.ambit.cli.launch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The folders in which a shell looks for programs.
///
/// @param folders absolute, in order
record SearchPath(List<Path> folders) {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  SearchPath {
    folders = List.copyOf(folders);
  }

  /// @param cwd what an empty or relative entry of PATH is relative to
  static SearchPath of(Map<String, String> environment, Path cwd) {
    List<Path> folders = new ArrayList<>();
    String path = environment.get("PATH");
    if (path != null) {
      for (String entry : path.split(Pattern.quote(File.pathSeparator), -1)) {
        folders.add(cwd.resolve(entry));
      }
    }
    return new SearchPath(folders);
  }

  /// Finds a program by its name, which holds no separator.
  Optional<Path> find(String name) {
    for (Path folder : folders) {
      for (String file : WINDOWS ? List.of(name + ".exe", name + ".cmd", name) : List.of(name)) {
        Path program = folder.resolve(file);
        if (isProgram(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  SearchPath without(Path folder) {
    return new SearchPath(folders.stream().filter(entry -> !entry.startsWith(folder)).toList());
  }

  /// Without what packages have installed: where a package manager runs a script, it puts `node_modules/.bin` in
  /// front, and a package may call its command `node`.
  SearchPath withoutPackages() {
    return new SearchPath(folders.stream().filter(entry -> !entry.endsWith("node_modules/.bin")).toList());
  }

  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
