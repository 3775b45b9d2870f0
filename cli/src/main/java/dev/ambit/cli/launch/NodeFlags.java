package dev.ambit.cli.launch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of Node's command line flags (Node 22, 24 and 26): whether they take a value, and whether
/// they open a door past the guard. A flag that is not here is not known to be harmless.
final class NodeFlags {
  /// Why a flag is not passed on.
  enum Door {
    /// Runs code that no manifest knows, or that runs before or beside the guard.
    CODE("runs code before or beside the guard"),
    /// Runs code that comes from the command line or standard input.
    SNIPPET("runs code that is in no file"),
    /// Lets another program run code in this one.
    DEBUGGER("opens a debugger, through which any code runs uncontained"),
    /// Makes Node find other files than the policy manifest was compiled for.
    RESOLUTION("changes where packages are found"),
    /// Loads native code or configuration that does.
    NATIVE("loads native code"),
    /// Gives JavaScript what the guard does not know how to contain.
    POWERS("gives code powers that the guard does not contain"),
    /// Does what the guard does, and prevents the guard from doing it.
    PRIMORDIALS("is what the guard does itself");

    private final String reason;

    Door(String reason) {
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /// What follows a flag.
  enum Value {
    /// Nothing, or a value behind `=` only, as V8's flags take it.
    NONE_OR_ATTACHED,
    /// A value behind `=`, or as the next argument.
    NEEDED
  }

  /// @param name without dashes in front
  /// @param door empty for a harmless flag
  record Flag(String name, Value value, Optional<Door> door) {}

  private static final String PLAIN = """
      abort-on-uncaught-exception addons allow-addons allow-child-process allow-ffi allow-fs-vfs allow-inspector
      allow-net allow-openssl-store allow-wasi allow-worker async-context-frame bench check completion-bash
      cpu-prof debug-arraybuffer-allocations deprecation disable-sigusr1 disable-wasm-trap-handler
      disallow-code-generation-from-strings enable-etw-stack-walking enable-fips enable-fips-indicator-events
      enable-network-family-autoselection enable-source-maps experimental-abortcontroller
      experimental-addon-modules experimental-async-context-frame experimental-bench experimental-detect-module
      experimental-dtls experimental-eventsource experimental-fetch experimental-ffi
      experimental-global-customevent experimental-global-navigator experimental-global-webcrypto
      experimental-import-meta-resolve experimental-import-text experimental-json-modules experimental-modules
      experimental-permission experimental-print-required-tla experimental-quic experimental-repl-await
      experimental-report experimental-require-module experimental-sqlite experimental-stream-iter
      experimental-strip-types experimental-test-coverage experimental-test-module-mocks
      experimental-top-level-await experimental-transform-types experimental-vm-modules
      experimental-wasi-unstable-preview1 experimental-wasm-modules experimental-websocket
      experimental-webstorage experimental-worker expose-gc extra-info-on-fatal-exception
      force-async-hooks-checks force-context-aware force-fips force-node-api-uncaught-exceptions-policy
      global-search-paths heap-prof help huge-max-old-generation-size initial-heap-size initial-old-space-size
      insecure-http-parser interpreted-frames-native-stack jitless lite-mode max-heap-size max-old-space-size
      max-semi-space-size min-semi-space-size napi-modules network-family-autoselection node-memory-debug
      node-snapshot opt openssl-legacy-provider optimize-for-size pending-deprecation perf-basic-prof
      perf-basic-prof-only-functions perf-prof perf-prof-unwinding-info permission permission-audit prof
      report-compact report-exclude-env report-exclude-network report-on-fatalerror report-on-signal
      report-uncaught-exception require-module semi-space-growth-factor single-threaded stack-size
      stack-trace-limit strip-types test test-coverage-include-all test-force-exit test-only test-randomize
      test-update-snapshots throw-deprecation tls-max-v1.2 tls-max-v1.3 tls-min-v1.0 tls-min-v1.1 tls-min-v1.2
      tls-min-v1.3 trace-atomics-wait trace-deopt trace-deprecation trace-env trace-env-js-stack
      trace-env-native-stack trace-events-enabled trace-exit trace-gc trace-gc-verbose trace-opt trace-promises
      trace-sigint trace-sync-io trace-tls trace-uncaught trace-warnings track-heap-objects use-bundled-ca
      use-env-proxy use-openssl-ca use-system-ca v8-options verify-base-objects version warnings watch
      watch-preserve-output webstorage worker-snapshot zero-fill-buffers
      """;

  private static final String VALUED = """
      allow-fs-read allow-fs-write bench-isolation bench-name-pattern bench-reporter bench-reporter-destination
      bench-samples bench-warmup conditions cpu-prof-dir cpu-prof-interval cpu-prof-name diagnostic-dir
      disable-proto disable-warning dns-result-order env-file env-file-if-exists experimental-test-isolation
      experimental-test-tag-filter heap-prof-dir heap-prof-interval heap-prof-name heapsnapshot-near-heap-limit
      heapsnapshot-signal http-parser icu-data-dir input-type localstorage-file max-http-header-size
      max-old-space-size-percentage network-family-autoselection-attempt-timeout redirect-warnings report-dir
      report-directory report-filename report-signal run secure-heap secure-heap-min test-concurrency
      test-coverage-branches test-coverage-exclude test-coverage-functions test-coverage-include
      test-coverage-lines test-global-setup test-isolation test-name-pattern test-random-seed test-reporter
      test-reporter-destination test-rerun-failures test-shard test-skip-pattern test-timeout title
      tls-cipher-list tls-keylog trace-event-categories trace-event-file-pattern trace-require-module
      unhandled-rejections use-largepages v8-pool-size watch-kill-signal watch-path
      """;

  private static final Map<Door, String> PLAIN_DOORS = Map.of(
      Door.CODE, "build-snapshot entry-url experimental-default-config-file prof-process",
      Door.SNIPPET, "interactive",
      Door.DEBUGGER, """
          debug-port experimental-inspector-network-resource experimental-network-inspection
          experimental-storage-inspection experimental-worker-inspection inspect inspect-brk inspect-wait
          """,
      Door.RESOLUTION, "preserve-symlinks preserve-symlinks-main",
      Door.NATIVE, "openssl-shared-config",
      Door.POWERS, """
          allow-natives-syntax experimental-shadow-realm experimental-vfs experimental-web-worker
          expose-internals harmony-shadow-realm
          """,
      Door.PRIMORDIALS, "frozen-intrinsics");

  private static final Map<Door, String> VALUED_DOORS = Map.of(
      Door.CODE, """
          build-sea build-snapshot-config experimental-config-file experimental-loader experimental-sea-config
          import loader require snapshot-blob vfs-load vfs-mount
          """,
      Door.SNIPPET, "eval print",
      Door.DEBUGGER, "inspect-port inspect-publish-uid",
      Door.RESOLUTION, """
          es-module-specifier-resolution experimental-default-type experimental-package-map
          experimental-specifier-resolution
          """,
      Door.NATIVE, "openssl-config");

  private static final Map<String, String> SHORT = Map.of(
      "-C", "conditions", "-c", "check", "-e", "eval", "-h", "help", "-i", "interactive", "-p", "print",
      "-pe", "print", "-r", "require", "-v", "version");

  private static final Map<String, Flag> FLAGS = read();

  private NodeFlags() {}

  /// Finds a flag as Node does, where `_` is as good as `-`.
  ///
  /// @param written with its dashes, without a value: `--no-warnings`, `-r`
  /// @return nothing when nobody has classified it
  static Optional<Flag> find(String written) {
    String name = SHORT.get(written);
    if (name == null) {
      if (!written.startsWith("--")) {
        return Optional.empty();
      }
      name = written.substring(2).replace('_', '-');
    }
    Flag flag = FLAGS.get(name);
    if (flag == null && name.startsWith("no-")) {
      // to switch a flag off opens no door, whatever it does when on
      Flag positive = FLAGS.get(name.substring(3));
      if (positive != null && positive.value() == Value.NONE_OR_ATTACHED) {
        flag = new Flag(name, Value.NONE_OR_ATTACHED, Optional.empty());
      }
    }
    return Optional.ofNullable(flag);
  }

  private static Map<String, Flag> read() {
    Map<String, Flag> flags = new HashMap<>();
    add(flags, PLAIN, Value.NONE_OR_ATTACHED, Optional.empty());
    add(flags, VALUED, Value.NEEDED, Optional.empty());
    PLAIN_DOORS.forEach((door, names) -> add(flags, names, Value.NONE_OR_ATTACHED, Optional.of(door)));
    VALUED_DOORS.forEach((door, names) -> add(flags, names, Value.NEEDED, Optional.of(door)));
    return Map.copyOf(flags);
  }

  private static void add(Map<String, Flag> flags, String names, Value value, Optional<Door> door) {
    for (String name : names.strip().split("\\s+", -1)) {
      if (flags.put(name, new Flag(name, value, door)) != null) {
        throw new IllegalStateException("flag `" + name + "` is listed twice");
      }
    }
  }
}
