package dev.ambit.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Needs Linux 6.14. Securebits belong to a thread, so each test has one of its own that ends with it.
final class SecurebitsTest {
  private static <T> T inThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Test
  void thoseThatWereSetAreRead() throws Exception {
    Securebits read = inThread(() -> {
      Securebits.read().restrictingFiles(false).apply();
      return Securebits.read();
    });
    assertThat(read.restrictsFiles()).isTrue();
    assertThat(read.restrictsFilesForGood()).isFalse();
    assertThat(read.deniesInteractive()).isFalse();
    assertThat(Securebits.read()).isEqualTo(Securebits.NONE);
  }

  @Test
  void anUnlockedOneCanBeCleared() throws Exception {
    assertThat(inThread(() -> {
      Securebits.NONE.restrictingFiles(false).denyingInteractive(false).apply();
      Securebits.NONE.apply();
      return Securebits.read();
    })).isEqualTo(Securebits.NONE);
  }

  @Test
  void aLockedOneCannotBeCleared() throws Exception {
    Securebits locked = Securebits.NONE.restrictingFiles(true).denyingInteractive(true);
    Securebits after = inThread(() -> {
      locked.apply();
      assertThatThrownBy(Securebits.NONE::apply)
          .isInstanceOf(SystemCallException.class)
          .hasMessageContaining("a locked one would change");
      assertThatThrownBy(Securebits.NONE.denyingInteractive(true)::apply).isInstanceOf(SystemCallException.class);
      return Securebits.read();
    });
    assertThat(after).isEqualTo(locked);
    assertThat(after.restrictsFilesForGood()).isTrue();
    assertThat(after.deniesInteractive()).isTrue();
    assertThat(after.deniesInteractiveForGood()).isTrue();
  }

  @Test
  void otherSystemsHaveNone() {
    assertThat(Linux.of("Mac OS X", "aarch64")).isEmpty();
    assertThat(Linux.of("Linux", "riscv64")).isEmpty();
    assertThat(Linux.of("Linux", "amd64")).contains(new Linux(322, 332));
    assertThat(Linux.of("Linux", "aarch64")).contains(new Linux(281, 291));
  }
}
