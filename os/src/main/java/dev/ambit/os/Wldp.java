package dev.ambit.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// Windows Lockdown Policy: what Windows Defender Application Control says about a program's settings and about files.
///
/// Held against a stand-in library with the same binary interface; never run on Windows.
///
/// Any answer that nobody expects is an exception, never "not set" or "allowed".
// "restricted" marks the methods that call native code, which is what this class is for
@SuppressWarnings("restricted")
public final class Wldp implements AutoCloseable {
  private static final String APPLICATION = "Node.js";
  private static final String KEY = "Settings";
  private static final UUID HOST_JAVASCRIPT = UUID.fromString("5629F0D5-1CCA-4FED-A1A3-36A8C18D74C0");
  private static final int S_OK = 0;
  private static final int E_NOTFOUND = 0x80070490;
  private static final int WLDP_BOOLEAN = 0;
  private static final int BOOL_BYTES = 4;
  private static final int ALLOWED = 1;
  private static final int GENERIC_READ = 0x80000000;
  private static final int FILE_SHARE_READ = 1;
  private static final int OPEN_EXISTING = 3;
  private static final long INVALID_HANDLE = -1;
  private static final StructLayout UNICODE_STRING = MemoryLayout.structLayout(
      JAVA_SHORT.withName("Length"), JAVA_SHORT.withName("MaximumLength"), MemoryLayout.paddingLayout(4),
      ADDRESS.withName("Buffer"));

  private final Arena arena = Arena.ofConfined();
  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup policy;
  private final SymbolLookup kernel;

  private Wldp(Path policy, Path kernel) {
    this.policy = SymbolLookup.libraryLookup(policy, arena);
    this.kernel = SymbolLookup.libraryLookup(kernel, arena);
  }

  /// That of Windows.
  ///
  /// @param systemRoot the folder of Windows, for example `C:\Windows`: a library of that name elsewhere is not it
  /// @return nothing where Windows has none, which is before Windows 10
  public static Optional<Wldp> ofWindows(Path systemRoot) {
    Path folder = systemRoot.resolve("System32");
    try {
      return Optional.of(of(folder.resolve("wldp.dll"), folder.resolve("kernel32.dll")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// @param policy the library with the functions of the policy
  /// @param kernel the library with `CreateFileW` and `CloseHandle`
  /// @throws IllegalArgumentException when there is no such library
  static Wldp of(Path policy, Path kernel) {
    return new Wldp(policy, kernel);
  }

  /// A setting of the application `Node.js`.
  ///
  /// @return nothing where the administrator does not say
  /// @throws SystemCallException on any other answer
  public Optional<Boolean> setting(String name) throws SystemCallException {
    Optional<Boolean> first = applicationSetting(name);
    return first.isPresent() ? first : policySetting(name);
  }

  /// Returns when the policy lets the file's content run.
  ///
  /// @throws SystemCallException when it does not, or this Windows cannot say (before Windows 11 22H2)
  public void requireExecutable(Path file) throws SystemCallException {
    String what = "`" + file + "` may not run";
    MemorySegment check = policy.find("WldpCanExecuteFile")
        .orElseThrow(() -> new SystemCallException(what, 0, "this Windows cannot check files, 11 22H2 and newer can"));
    MethodHandle create = handle(kernel.findOrThrow("CreateFileW"),
        ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    MethodHandle close = handle(kernel.findOrThrow("CloseHandle"), JAVA_INT, ADDRESS);
    MethodHandle ask = handle(check, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    try (Arena call = Arena.ofConfined()) {
      // nobody may write while it is open
      MemorySegment open = (MemorySegment) create.invokeExact(wide(call, file.toString()), GENERIC_READ,
          FILE_SHARE_READ, MemorySegment.NULL, OPEN_EXISTING, 0, MemorySegment.NULL);
      if (open.address() == INVALID_HANDLE) {
        throw new SystemCallException(what, 0, "it cannot be opened");
      }
      try {
        MemorySegment result = call.allocate(JAVA_INT);
        int code = (int) ask.invokeExact(guid(call), 0, open, wide(call, "ambit"), result);
        if (code != S_OK) {
          throw unexpected(what, code);
        }
        if (result.get(JAVA_INT, 0) != ALLOWED) {
          throw new SystemCallException(what, 0, "the policy of this machine says no");
        }
      } finally {
        int ignored = (int) close.invokeExact(open);
      }
    } catch (SystemCallException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling `WldpCanExecuteFile` failed", e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  private Optional<Boolean> applicationSetting(String name) throws SystemCallException {
    Optional<MemorySegment> function = policy.find("WldpGetApplicationSettingBoolean");
    if (function.isEmpty()) {
      return Optional.empty();
    }
    MethodHandle get = handle(function.get(), JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    try (Arena call = Arena.ofConfined()) {
      // a Windows BOOL has four bytes, a C bool one
      MemorySegment result = call.allocate(JAVA_INT);
      int code = (int) get.invokeExact(wide(call, APPLICATION), wide(call, name), result);
      if (code == E_NOTFOUND) {
        return Optional.empty();
      }
      if (code != S_OK) {
        throw unexpected("cannot read the setting `" + name + "`", code);
      }
      return Optional.of(result.get(JAVA_INT, 0) != 0);
    } catch (SystemCallException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling `WldpGetApplicationSettingBoolean` failed", e);
    }
  }

  private Optional<Boolean> policySetting(String name) throws SystemCallException {
    Optional<MemorySegment> function = policy.find("WldpQuerySecurityPolicy");
    if (function.isEmpty()) {
      return Optional.empty();
    }
    MethodHandle query = handle(function.get(), JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment type = call.allocate(JAVA_INT);
      MemorySegment value = call.allocate(JAVA_INT);
      MemorySegment size = call.allocate(JAVA_INT);
      size.set(JAVA_INT, 0, BOOL_BYTES);
      int code = (int) query.invokeExact(
          unicode(call, APPLICATION), unicode(call, KEY), unicode(call, name), type, value, size);
      if (code == E_NOTFOUND) {
        return Optional.empty();
      }
      String what = "cannot read the setting `" + name + "`";
      if (code != S_OK) {
        throw unexpected(what, code);
      }
      if (type.get(JAVA_INT, 0) != WLDP_BOOLEAN) {
        throw new SystemCallException(what, 0, "its value in the policy is no boolean");
      }
      return Optional.of(value.get(JAVA_INT, 0) != 0);
    } catch (SystemCallException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling `WldpQuerySecurityPolicy` failed", e);
    }
  }

  private MethodHandle handle(MemorySegment function, MemoryLayout result, MemoryLayout... parameters) {
    return linker.downcallHandle(function, FunctionDescriptor.of(result, parameters));
  }

  private static SystemCallException unexpected(String what, int code) {
    return new SystemCallException(what, code, String.format("Windows answers 0x%08x", code));
  }

  private static MemorySegment wide(Arena arena, String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_16LE);
  }

  /// A `UNICODE_STRING`: its length in bytes, and where it lies.
  private static MemorySegment unicode(Arena arena, String text) {
    MemorySegment string = arena.allocate(UNICODE_STRING);
    string.set(JAVA_SHORT, 0, (short) (2 * text.length()));
    string.set(JAVA_SHORT, 2, (short) (2 * text.length() + 2));
    string.set(ADDRESS, 8, wide(arena, text));
    return string;
  }

  /// A `GUID`: its first three numbers in the processor's order, the rest as bytes.
  private static MemorySegment guid(Arena arena) {
    long high = HOST_JAVASCRIPT.getMostSignificantBits();
    long low = HOST_JAVASCRIPT.getLeastSignificantBits();
    MemorySegment guid = arena.allocate(16, 4);
    guid.set(JAVA_INT, 0, (int) (high >>> 32));
    guid.set(JAVA_SHORT, 4, (short) (high >>> 16));
    guid.set(JAVA_SHORT, 6, (short) high);
    for (int i = 0; i < 8; i++) {
      guid.set(JAVA_BYTE, 8 + i, (byte) (low >>> (56 - 8 * i)));
    }
    return guid;
  }
}
