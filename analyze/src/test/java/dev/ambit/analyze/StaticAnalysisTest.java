package dev.ambit.analyze;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ambit.core.tree.PackageNode;
import dev.ambit.core.tree.PackageTree;
import dev.ambit.core.usage.ModuleKind;
import dev.ambit.core.usage.PackageUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticAnalysisTest {
  @TempDir Path temporary;
  private Path root = Path.of("");
  private Path cache = Path.of("");
  private final SortedMap<String, PackageNode> nodes = new TreeMap<>();

  @BeforeEach
  void project() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("project"));
    cache = temporary.resolve("cache");
    add("", PackageNode.Kind.ROOT);
  }

  private void add(String location, PackageNode.Kind kind) throws IOException {
    Files.createDirectories(root.resolve(location));
    String name = location.isEmpty() ? "app" : location.substring(location.lastIndexOf('/') + 1);
    nodes.put(location, Corpus.node(name, "1.0.0", location, kind));
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private SortedMap<String, PackageUsage> run() {
    return run(TypeStripper.NONE);
  }

  private SortedMap<String, PackageUsage> run(TypeStripper types) {
    return new StaticAnalysis(cache, Progress.NONE, types).usage(new PackageTree(root, nodes, new TreeMap<>(), List.of()));
  }

  private PackageUsage run(String location) {
    return requireNonNull(run().get(location));
  }

  private static PackageUsage.File file(PackageUsage usage, String path) {
    return requireNonNull(usage.files().get(path));
  }

  @Test
  void everyPackageHasItsOwnFilesOnly() throws IOException {
    add("node_modules/a", PackageNode.Kind.LOCKED);
    add("node_modules/a/node_modules/b", PackageNode.Kind.LOCKED);
    add("packages/w", PackageNode.Kind.WORKSPACE);
    write("index.js", "1");
    write(".git/hooks/x.js", "1");
    write("node_modules/a/index.js", "1");
    write("node_modules/a/test/node_modules/c/index.js", "1");
    write("node_modules/a/node_modules/b/index.js", "1");
    write("packages/w/w.js", "1");
    SortedMap<String, PackageUsage> usages = run();
    assertThat(usages.keySet())
        .containsExactly("", "node_modules/a", "node_modules/a/node_modules/b", "packages/w");
    usages.forEach((location, usage) -> assertThat(usage.files()).as(location).hasSize(1));
  }

  @Test
  void onlyFilesThatNodeLoadsCount() throws IOException {
    for (String name : List.of("a.js", "b.cjs", "c.mjs", "d.ts", "e.cts", "f.mts", "g.json", "h.node", "i.wasm")) {
      write(name, name.endsWith("json") ? "{}" : "1");
    }
    for (String name : List.of("README.md", "x.d.ts", "y.js.map", "LICENSE", ".npmrc")) {
      write(name, "1");
    }
    write("bin/tool", "#!/usr/bin/env node\nfetch()");
    write("bin/shell", "#!/bin/sh\n");
    PackageUsage usage = run("");
    assertThat(usage.files().keySet())
        .containsExactly("a.js", "b.cjs", "bin/tool", "c.mjs", "d.ts", "e.cts", "f.mts", "g.json", "h.node", "i.wasm");
    assertThat(file(usage, "bin/tool").usage().uses()).hasSize(1);
    assertThat(file(usage, "h.node").usage().kind()).isEqualTo(ModuleKind.NATIVE);
    assertThat(file(usage, "i.wasm").usage().kind()).isEqualTo(ModuleKind.WASM);
    assertThat(file(usage, "a.js").sha256()).isEqualTo("a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=");
  }

  @Test
  void typeScriptIsReadWithoutItsTypesAndAskedForOnce() throws IOException {
    write("package.json", "{\"type\": \"module\"}");
    write("a.ts", "types fetch()");
    write("b.cts", "types require('fs')");
    write("c.mts", "types eval()");
    write("same.mts", "types eval()");
    write("d.ts", "enum A {}");
    write("sub/package.json", "{}");
    write("sub/e.ts", "types import 'x'");
    add("node_modules/dep", PackageNode.Kind.LOCKED);
    write("node_modules/dep/f.ts", "types fetch()");
    List<List<String>> asked = new ArrayList<>();
    TypeStripper types = texts -> {
      asked.add(texts);
      return texts.stream().<TypeStripper.Stripped>map(text -> text.startsWith("types ")
          ? new TypeStripper.Stripped.JavaScript(text.substring(6))
          : new TypeStripper.Stripped.Refused("no enum", 7)).toList();
    };
    for (int run = 0; run < 2; run++) {
      PackageUsage usage = requireNonNull(run(types).get(""));
      assertThat(file(usage, "a.ts").usage().kind()).isEqualTo(ModuleKind.ESM);
      assertThat(file(usage, "a.ts").usage().uses()).hasSize(1);
      assertThat(file(usage, "b.cts").usage().specifiers()).hasSize(1);
      assertThat(file(usage, "b.cts").usage().kind()).isEqualTo(ModuleKind.COMMONJS);
      assertThat(file(usage, "sub/e.ts").usage().kind()).isEqualTo(ModuleKind.ESM);
      assertThat(requireNonNull(file(usage, "d.ts").usage().error()).toString()).contains("Node does not run it: no enum", "7:1");
    }
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst()).containsExactlyInAnyOrder(
        "types fetch()", "types require('fs')", "types eval()", "enum A {}", "types import 'x'");
  }

  @Test
  void whatNodeCouldNotBeAskedIsAskedAgain() throws IOException {
    write("a.ts", "fetch()");
    String reason = requireNonNull(file(requireNonNull(run(TypeStripper.NONE).get("")), "a.ts").usage().error()).message();
    assertThat(reason).isEqualTo("there is no Node to take its types away");
    TypeStripper types = texts -> List.of(new TypeStripper.Stripped.JavaScript(texts.getFirst()));
    assertThat(file(requireNonNull(run(types).get("")), "a.ts").usage().uses()).hasSize(1);
  }

  @Test
  void theNearestPackageJsonDecidesTheKind() throws IOException {
    write("package.json", "{\"type\": \"module\"}");
    write("a.js", "1");
    write("cjs/package.json", "{\"type\": \"commonjs\", \"type\": \"commonjs\"}");
    write("cjs/deep/b.js", "1");
    write("none/package.json", "{}");
    write("none/c.js", "1");
    write("broken/package.json", "{");
    write("broken/d.js", "1");
    PackageUsage usage = run("");
    assertThat(file(usage, "a.js").usage().kind()).isEqualTo(ModuleKind.ESM);
    assertThat(file(usage, "cjs/deep/b.js").usage().kind()).isEqualTo(ModuleKind.COMMONJS);
    assertThat(file(usage, "none/c.js").usage().kind()).isEqualTo(ModuleKind.COMMONJS);
    assertThat(file(usage, "broken/d.js").usage().kind()).isEqualTo(ModuleKind.COMMONJS);
  }

  @Test
  void symlinksAreNotFollowed() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("secret.js"), "1");
    write("a.js", "1");
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createSymbolicLink(root.resolve("link.js"), outside.resolve("secret.js"));
    assertThat(run("").files().keySet()).containsExactly("a.js");
  }

  @Test
  void theDigestCoversPathsAndSourcesButNotBuiltFiles() throws IOException {
    write("a.js", "1");
    write("b.json", "{}");
    String before = run("").digest();
    assertThat(before).startsWith("sha256-").hasSize(51);
    write("c.node", "1");
    write("d.wasm", "1");
    write("README.md", "1");
    assertThat(run("").digest()).isEqualTo(before);
    Files.move(root.resolve("a.js"), root.resolve("z.js"));
    String moved = run("").digest();
    assertThat(moved).isNotEqualTo(before);
    write("b.json", "{ }");
    assertThat(run("").digest()).isNotEqualTo(moved);
  }

  @Test
  void secondRunGivesTheSameFromTheCache() throws IOException {
    write("a.js", "const fs = require('node:fs'); fs.stat(process.env['\\ud800']); Array.prototype.x = 1; y = require(z)");
    write("b.mjs", "import {open} from 'fs'; export const x = open; globalThis[x]; require('./x.node')");
    write("c.js", "let 1");
    SortedMap<String, PackageUsage> first = run();
    assertThat(run()).isEqualTo(first);
    assertThat(shelves()).hasSize(1);
  }

  private List<Path> shelves() throws IOException {
    try (var files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void changedFileIsAnalysedAgainAndTheOthersAreKept() throws IOException {
    write("a.js", "fetch()");
    run();
    write("a.js", "eval('1')");
    assertThat(file(run(""), "a.js").usage().uses().getFirst().capability().text()).isEqualTo("eval");
    assertThat(file(run(""), "a.js").usage().uses().getFirst().capability().text()).isEqualTo("eval");
  }

  @Test
  void sameContentUnderAnotherKindIsAnotherResult() throws IOException {
    write("a.cjs", "arguments");
    write("b.mjs", "arguments");
    run();
    PackageUsage warm = run("");
    assertThat(file(warm, "a.cjs").usage().free()).isEmpty();
    assertThat(file(warm, "b.mjs").usage().free()).containsExactly("arguments");
  }

  @Test
  void damagedShelfIsIgnoredAndWrittenAgain() throws IOException {
    write("a.js", "fetch()");
    SortedMap<String, PackageUsage> first = run();
    Path shelf = shelves().getFirst();
    byte[] good = Files.readAllBytes(shelf);
    for (int length : List.of(0, 3, 12, good.length - 1)) {
      Files.write(shelf, Arrays.copyOf(good, length));
      assertThat(run()).isEqualTo(first);
      assertThat(Files.readAllBytes(shelf)).isEqualTo(good);
    }
    byte[] flipped = good.clone();
    flipped[flipped.length - 2] ^= 1;
    Files.write(shelf, flipped);
    assertThat(run()).isEqualTo(first);
    assertThat(Files.readAllBytes(shelf)).isEqualTo(good);
  }

  @Test
  void cacheThatCannotBeWrittenIsNoError() throws IOException {
    write("a.js", "fetch()");
    Files.writeString(temporary.resolve("file"), "");
    cache = temporary.resolve("file/below");
    assertThat(file(run(""), "a.js").usage().uses()).hasSize(1);
  }

  @Test
  void missingPackageFolderIsAnIoError() {
    nodes.put("node_modules/gone", Corpus.node("gone", "1.0.0", "node_modules/gone", null));
    assertThatThrownBy(this::run).isInstanceOf(UncheckedIOException.class).hasMessageContaining("gone");
  }

  @Test
  void progressCountsEveryFileOnce() throws IOException {
    write("a.js", "1");
    write("b.js", "1");
    write("c.json", "{}");
    List<String> calls = new ArrayList<>();
    new StaticAnalysis(cache, (done, total) -> calls.add(done + "/" + total), TypeStripper.NONE)
        .usage(new PackageTree(root, nodes, new TreeMap<>(), List.of()));
    assertThat(calls).containsExactly("1/3", "2/3", "3/3");
  }
}
