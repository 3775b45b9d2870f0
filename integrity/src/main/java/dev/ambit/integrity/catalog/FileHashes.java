package dev.ambit.integrity.catalog;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Hashes many files on all processors; memory does not grow with their sizes.
final class FileHashes {
  /// One file to hash.
  record Job(String path, FolderScan.Found found, Set<DigestAlgorithm> algorithms, boolean authenticode) {}

  /// A thread takes as many small files at once, or one large one: to hand each over alone costs more than to hash it.
  private static final int FILES_AT_ONCE = 64;

  private static final long BYTES_AT_ONCE = 1 << 20;

  private final List<Job> jobs;
  private final Progress progress;
  private final Member[] members;
  private int taken;
  private int done;

  private FileHashes(List<Job> jobs, Progress progress) {
    this.jobs = jobs;
    this.progress = progress;
    members = new Member[jobs.size()];
  }

  /// The members, in the order of the jobs.
  ///
  /// @throws IOException when any of the files cannot be read
  static List<Member> of(List<Job> jobs, Progress progress) throws IOException {
    FileHashes hashes = new FileHashes(jobs, progress);
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, Math.max(1, jobs.size()));
    ExecutorService workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        work.add(workers.submit(() -> {
          hashes.work();
          return null;
        }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException("cannot hash a file", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped while hashing").initCause(e);
    } finally {
      hashes.stop();
      workers.shutdownNow();
    }
    return Arrays.asList(hashes.members);
  }

  private void work() throws IOException {
    FileHash hash = new FileHash();
    for (int[] range = take(); range[0] < range[1]; range = take()) {
      for (int i = range[0]; i < range[1]; i++) {
        members[i] = hash(hash, jobs.get(i));
      }
      report(range);
    }
  }

  private static Member hash(FileHash hash, Job job) throws IOException {
    Optional<Member> member =
        hash.member(job.path, job.found.file(), job.found.attributes(), job.algorithms, job.authenticode);
    // what changed between the look at the folder and now may be still again
    return member.isPresent() ? member.get() : hash.member(job.path, job.found.file(), job.algorithms, job.authenticode);
  }

  /// The next jobs, from and to; none when the two are the same.
  private synchronized int[] take() {
    int from = taken;
    long bytes = 0;
    while (taken < jobs.size() && taken - from < FILES_AT_ONCE && bytes < BYTES_AT_ONCE) {
      bytes += jobs.get(taken).found.attributes().size();
      taken++;
    }
    return new int[] {from, taken};
  }

  private synchronized void report(int[] range) {
    for (int i = range[0]; i < range[1]; i++) {
      done++;
      progress.hashed(members[i].path(), members[i].size().orElse(0), done, members.length);
    }
  }

  private synchronized void stop() {
    taken = jobs.size();
  }
}
