package dev.ambit.cli.demo;

import dev.ambit.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An unmodified express application with its whole tree from npm, deep inside of which a package is
/// planted: first its clean version, then the one that steals.
///
/// @param folder of the application
public record DemoApplication(Path folder) {
  /// The package deep in express's tree that starts to depend on the planted one.
  public static final String CARRIER = "ee-first";

  /// The planted package.
  public static final String PLANTED = "flatmap-stream";

  private static final String RESOURCES = "/dev/ambit/demo/";

  /// Copies the application's own files into the folder.
  public static DemoApplication create(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : new String[] {"package.json", "package-lock.json", "server.js"}) {
      Files.writeString(folder.resolve(name), resource("app/" + name));
    }
    return new DemoApplication(folder);
  }

  /// What the application's `npm start` would put into `npm_package_description`.
  public String description() throws IOException {
    return Json.MAPPER.readTree(Files.readString(folder.resolve("package.json"))).path("description").stringValue();
  }

  /// Makes the carrier depend on the clean planted package, as an earlier release of it would have.
  public void plantClean() throws IOException {
    Path carrier = folder.resolve("node_modules/" + CARRIER);
    Path index = carrier.resolve("index.js");
    Files.writeString(index, Files.readString(index) + "\nrequire('" + PLANTED + "');\n");
    addDependency(carrier.resolve("package.json"), "");
    write("0.1.0", resource("planted/clean.js"));
    addDependency(folder.resolve("package-lock.json"), "node_modules/" + CARRIER);
  }

  /// Lays the malicious patch release over the clean one, as `npm update` would.
  public void plantAttack() throws IOException {
    write("0.1.1", resource("planted/attack.js").replace("@PAYLOAD@", encrypted(resource("planted/payload.js"), description())));
  }

  private void write(String version, String index) throws IOException {
    Path planted = folder.resolve("node_modules/" + PLANTED);
    Files.createDirectories(planted);
    Files.writeString(planted.resolve("package.json"), resource("planted/package.json").replace("@VERSION@", version));
    Files.writeString(planted.resolve("index.js"), index);
    Path lock = folder.resolve("package-lock.json");
    ObjectNode json = object(lock);
    ObjectNode packages = (ObjectNode) json.path("packages");
    packages.putObject("node_modules/" + PLANTED).put("version", version).put("license", "MIT");
    Files.writeString(lock, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json));
  }

  private static void addDependency(Path file, String lockEntry) throws IOException {
    ObjectNode json = object(file);
    JsonNode entry = lockEntry.isEmpty() ? json : json.path("packages").path(lockEntry);
    ((ObjectNode) entry).withObject("/dependencies").put(PLANTED, "^0.1.0");
    Files.writeString(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json));
  }

  private static ObjectNode object(Path file) throws IOException {
    return (ObjectNode) Json.MAPPER.readTree(Files.readString(file));
  }

  private static String encrypted(String code, String password) {
    try {
      byte[] key = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      // a fixed vector: what this hides is public, and the demonstration must be reproducible
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      return HexFormat.of().formatHex(cipher.doFinal(code.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = DemoApplication.class.getResourceAsStream(RESOURCES + name)) {
      if (in == null) {
        throw new IllegalStateException("resource `" + name + "` is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
