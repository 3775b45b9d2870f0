package dev.ambit.analyze.cache;

import dev.ambit.core.capability.Capability;
import dev.ambit.core.usage.FileUsage;
import dev.ambit.core.usage.Mark;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.Position;
import dev.ambit.core.usage.Specifier;
import dev.ambit.core.usage.Use;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/// The bytes of a shelf: a checksum, then the results; each text is written once and then by number.
final class ShelfFormat {
  static final int VERSION = 2;
  private static final int MAGIC = 0x414d4255;
  private static final int HEADER_BYTES = 12;

  private ShelfFormat() {}

  static byte[] write(Map<ContentKey, FileUsage> usages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Writer writer = new Writer(new DataOutputStream(bytes));
    writer.out.writeInt(usages.size());
    for (Map.Entry<ContentKey, FileUsage> entry : usages.entrySet()) {
      writer.text(entry.getKey().sha256());
      writer.text(entry.getKey().hint());
      writer.usage(entry.getValue());
    }
    byte[] body = bytes.toByteArray();
    ByteArrayOutputStream file = new ByteArrayOutputStream(body.length + HEADER_BYTES);
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(MAGIC);
    out.writeLong(checksum(body, 0, body.length));
    out.write(body);
    return file.toByteArray();
  }

  /// The results, none when the bytes are not what [#write(Map)] wrote.
  static Map<ContentKey, FileUsage> read(byte[] file) {
    try {
      DataInputStream header = new DataInputStream(new ByteArrayInputStream(file));
      if (header.readInt() != MAGIC
          || header.readLong() != checksum(file, HEADER_BYTES, file.length - HEADER_BYTES)) {
        return Map.of();
      }
      Reader reader = new Reader(header);
      int count = header.readInt();
      Map<ContentKey, FileUsage> usages = new HashMap<>();
      for (int i = 0; i < count; i++) {
        ContentKey key = new ContentKey(reader.text(), reader.text());
        usages.put(key, reader.usage());
      }
      return usages;
    } catch (IOException | RuntimeException e) {
      return Map.of();
    }
  }

  private static long checksum(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    return sum.getValue();
  }

  private static final class Writer {
    private final DataOutputStream out;
    private final Map<String, Integer> texts = new HashMap<>();

    Writer(DataOutputStream out) {
      this.out = out;
    }

    void text(String text) throws IOException {
      Integer known = texts.putIfAbsent(text, texts.size());
      out.writeInt(known == null ? -1 : known);
      if (known == null) {
        // UTF-16: names and specifiers may hold lone surrogates
        out.writeInt(text.length());
        out.writeChars(text);
      }
    }

    void texts(SortedSet<String> set) throws IOException {
      out.writeInt(set.size());
      for (String text : set) {
        text(text);
      }
    }

    void position(Position position) throws IOException {
      out.writeInt(position.line());
      out.writeInt(position.column());
    }

    void capability(Capability capability) throws IOException {
      switch (capability) {
        case Capability.Builtin(String module, String member) -> {
          out.writeByte(member == null ? 0 : 1);
          text(module);
          if (member != null) {
            text(member);
          }
        }
        case Capability.Global(String path) -> {
          out.writeByte(2);
          text(path);
        }
        case Capability.Dependency(String name) -> {
          out.writeByte(3);
          text(name);
        }
        case Capability.Native _ -> out.writeByte(4);
        case Capability.Patch _ -> throw new IllegalStateException("no code uses `" + capability.text() + "`");
      }
    }

    void usage(FileUsage usage) throws IOException {
      text(usage.kind().word());
      out.writeBoolean(usage.strict());
      out.writeInt(usage.uses().size());
      for (Use use : usage.uses()) {
        capability(use.capability());
        position(use.position());
        out.writeBoolean(use.probe());
      }
      out.writeInt(usage.specifiers().size());
      for (Specifier specifier : usage.specifiers()) {
        text(specifier.text());
        text(specifier.form().name());
        position(specifier.position());
      }
      texts(usage.free());
      texts(usage.assigned());
      texts(usage.topLevel());
      out.writeInt(usage.marks().size());
      for (Mark mark : usage.marks()) {
        text(mark.kind().name());
        text(mark.detail());
        position(mark.position());
      }
      FileUsage.Failure error = usage.error();
      out.writeBoolean(error != null);
      if (error != null) {
        text(error.message());
        position(error.position());
      }
    }
  }

  private static final class Reader {
    private final DataInputStream in;
    private final List<String> texts = new ArrayList<>();

    Reader(DataInputStream in) {
      this.in = in;
    }

    String text() throws IOException {
      int known = in.readInt();
      if (known >= 0) {
        return texts.get(known);
      }
      int length = in.readInt();
      StringBuilder text = new StringBuilder(Math.min(length, in.available()));
      for (int i = 0; i < length; i++) {
        text.append(in.readChar());
      }
      texts.add(text.toString());
      return text.toString();
    }

    SortedSet<String> texts() throws IOException {
      SortedSet<String> set = new TreeSet<>();
      for (int i = in.readInt(); i > 0; i--) {
        set.add(text());
      }
      return set;
    }

    Position position() throws IOException {
      return new Position(in.readInt(), in.readInt());
    }

    Capability capability() throws IOException {
      return switch (in.readByte()) {
        case 0 -> new Capability.Builtin(text(), null);
        case 1 -> new Capability.Builtin(text(), text());
        case 2 -> new Capability.Global(text());
        case 3 -> new Capability.Dependency(text());
        case 4 -> new Capability.Native();
        default -> throw new IOException("no capability");
      };
    }

    FileUsage usage() throws IOException {
      ModuleKind kind = ModuleKind.of(text());
      boolean strict = in.readBoolean();
      List<Use> uses = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        uses.add(new Use(capability(), position(), in.readBoolean()));
      }
      List<Specifier> specifiers = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        specifiers.add(new Specifier(text(), Specifier.Form.valueOf(text()), position()));
      }
      SortedSet<String> free = texts();
      SortedSet<String> assigned = texts();
      SortedSet<String> topLevel = texts();
      List<Mark> marks = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        marks.add(new Mark(Mark.Kind.valueOf(text()), text(), position()));
      }
      FileUsage.Failure error = in.readBoolean() ? new FileUsage.Failure(text(), position()) : null;
      return new FileUsage(
          kind,
          strict,
          List.copyOf(uses),
          List.copyOf(specifiers),
          free,
          assigned,
          topLevel,
          List.copyOf(marks),
          error);
    }
  }
}
