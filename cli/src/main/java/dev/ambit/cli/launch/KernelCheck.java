package dev.ambit.cli.launch;

import dev.ambit.core.file.AtomicFile;
import dev.ambit.core.json.Json;
import dev.ambit.os.ExecutionCheck;
import dev.ambit.os.ExecutionCheck.Answer;
import dev.ambit.os.FileIdentity;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/// The demand that each file passes the check of the kernel before it runs (`SECBIT_EXEC_RESTRICT_FILE`).
///
/// Node 26 asks the kernel itself when it opens a file. For older ones the launcher asks here, before the start, and
/// writes down for each file that passed which one it was and in which state; the guard compares.
///
/// @param root absolute real path of the project
/// @param files those that may be loaded, relative to the root, with slashes
/// @param folder where the passes are written
public record KernelCheck(Path root, List<String> files, Path folder) {
  private static final int ASKS_ITSELF = 26;
  private static final int BATCH = 256;

  public KernelCheck {
    files = List.copyOf(files);
  }

  /// All files of a project, where no policy manifest names those that matter: Node loads any ending as code.
  ///
  /// @param root real path
  /// @throws IOException when a folder cannot be read
  public static List<String> filesBelow(Path root) throws IOException {
    List<String> names = new ArrayList<>();
    // links are not followed: the guard knows files by their real paths
    try (Stream<Path> files = Files.find(root, Integer.MAX_VALUE, (path, attributes) -> attributes.isRegularFile())) {
      files.forEach(file -> names.add(root.relativize(file).toString().replace(File.separatorChar, '/')));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }

  /// What the guard is told, as environment variables.
  ///
  /// @throws LaunchException when nobody can ask the kernel
  Map<String, String> variables(Node node) throws LaunchException {
    if (node.version().major() >= ASKS_ITSELF) {
      return Map.of("AMBIT_EXEC_CHECK", "kernel");
    }
    byte[] passes = passes();
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(passes);
      Path file = Files.createDirectories(folder).resolve(HexFormat.of().formatHex(digest) + ".json");
      if (!Files.exists(file) || Files.size(file) != passes.length) {
        AtomicFile.write(file, passes);
      }
      return Map.of(
          "AMBIT_EXEC_CHECK", file.toAbsolutePath().toString(),
          "AMBIT_EXEC_CHECK_INTEGRITY", "sha256-" + Base64.getEncoder().encodeToString(digest));
    } catch (IOException e) {
      throw new LaunchException("`" + folder + "` cannot be written: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The file that the guard reads: `{"version":1,"root":…,"files":{"a.js":["device","inode","change time","size"],
  /// "b.js":"permission denied"}}`, where numbers are texts since they do not fit JavaScript's.
  byte[] passes() throws LaunchException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberProperty("version", 1);
      out.writeStringProperty("root", root.toString());
      out.writeObjectPropertyStart("files");
      List<Answer> answers = answers();
      for (int i = 0; i < answers.size(); i++) {
        out.writeName(files.get(i));
        switch (answers.get(i)) {
          case Answer.Passed(FileIdentity identity) -> {
            out.writeStartArray();
            for (long part : new long[] {identity.device(), identity.inode(), identity.changeTime(), identity.size()}) {
              out.writeString(Long.toUnsignedString(part));
            }
            out.writeEndArray();
          }
          case Answer.Refused(int errno, String reason) -> out.writeString(reason);
        }
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /// Asks for all files, on every processor, in batches whose answers are put together in order.
  private List<Answer> answers() throws LaunchException {
    try (ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<List<Answer>>> batches = new ArrayList<>();
      for (int start = 0; start < files.size(); start += BATCH) {
        List<String> batch = files.subList(start, Math.min(files.size(), start + BATCH));
        batches.add(workers.submit(() -> check(batch)));
      }
      List<Answer> answers = new ArrayList<>(files.size());
      for (Future<List<Answer>> batch : batches) {
        answers.addAll(batch.get());
      }
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LaunchException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException("interrupted while files were checked");
    }
  }

  private List<Answer> check(List<String> batch) throws LaunchException {
    try (ExecutionCheck check = ExecutionCheck.open().orElseThrow(() -> new LaunchException(
        "the administrator demands that each file passes the check of the kernel, and this kernel cannot be asked; "
            + "use Linux 6.14 or newer"))) {
      List<Answer> answers = new ArrayList<>(batch.size());
      for (String file : batch) {
        answers.add(check.check(root.resolve(file)));
      }
      return answers;
    }
  }
}
