package dev.ambit.integrity.catalog;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Hashes many files on all processors; memory does not grow with their sizes.
final class FileHashes {
  /// One file to hash.
  record Job(String path, Path file, Set<DigestAlgorithm> algorithms, boolean authenticode) {}

  private FileHashes() {}

  /// The members, in any order.
  ///
  /// @throws IOException when any of the files cannot be read
  static List<Member> of(List<Job> jobs, Progress progress) throws IOException {
    List<Member> members = new ArrayList<>(jobs.size());
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, Math.max(1, jobs.size()));
    ExecutorService workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    try {
      ExecutorCompletionService<Member> done = new ExecutorCompletionService<>(workers);
      for (Job job : jobs) {
        done.submit(() -> FileHash.of(job.path, job.file, job.algorithms, job.authenticode));
      }
      for (int i = 1; i <= jobs.size(); i++) {
        Member member = done.take().get();
        members.add(member);
        progress.hashed(member.path(), member.size().orElse(0), i, jobs.size());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException("cannot hash a file", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped while hashing").initCause(e);
    } finally {
      workers.shutdownNow();
    }
    return members;
  }
}
