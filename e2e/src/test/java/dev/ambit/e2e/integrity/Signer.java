package dev.ambit.e2e.integrity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A certificate authority and a signer, made by openssl for one test and gone with it.
///
/// @param authority its certificate
/// @param key the signer's
/// @param certificate the signer's
record Signer(Path authority, Path key, Path certificate) {

  static Signer of(Path folder) throws IOException, InterruptedException {
    return of(folder, "codeSigning", "20");
  }

  /// @param purpose the extended key usage of the signer
  /// @param days for which the signer's certificate is valid; negative for one that has expired
  static Signer of(Path folder, String purpose, String days) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path config = folder.resolve("extensions");
    Files.writeString(config, "extendedKeyUsage=" + purpose + "\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:false\n");
    Signer signer = new Signer(folder.resolve("ca.pem"), folder.resolve("signer.key"), folder.resolve("signer.pem"));
    openssl(folder, "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Authority"
        + " -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign");
    openssl(folder, "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout signer.key -out signer.csr -subj /CN=Signer");
    openssl(folder, "x509 -req -in signer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days " + days + " -extfile extensions -out signer.pem");
    return signer;
  }

  private static void openssl(Path folder, String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Run run = Run.of(folder, System.getenv(), "", command);
    if (run.code() != 0) {
      throw new IllegalStateException("openssl failed; is it installed (apt install openssl)?\n" + run.all());
    }
  }
}
