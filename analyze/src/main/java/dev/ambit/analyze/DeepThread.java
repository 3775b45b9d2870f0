package dev.ambit.analyze;

/// A thread whose stack holds the deepest code that people publish: one expression joined from tens of
/// thousands of parts. Only the pages that are touched cost memory.
final class DeepThread extends Thread {
  private static final long STACK_BYTES = 512L << 20;

  DeepThread(Runnable task, String name) {
    super(null, task, name, STACK_BYTES);
    setDaemon(true);
  }
}
