package dev.ambit.integrity.signature;

import dev.ambit.core.json.FormatException;
import dev.ambit.integrity.format.CatalogFile;
import dev.ambit.integrity.format.Der;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/// A private key with its certificate and what leads from there to an authority.
public final class SigningKey {
  private final PrivateKey key;
  private final List<X509Certificate> chain;
  private final Optional<Provider> device;

  private SigningKey(PrivateKey key, List<X509Certificate> chain, Optional<Provider> device) {
    this.key = key;
    this.chain = List.copyOf(chain);
    this.device = device;
  }

  /// Reads a key and certificates in PEM.
  ///
  /// @param key PKCS#8 or the older forms of RSA and EC, encrypted or not
  /// @param certificates the signer's first, then its chain, in one file or several
  /// @param password for an encrypted key
  /// @throws SigningException when key and certificate do not belong together, or cannot sign code
  /// @throws FormatException when a file is something else
  /// @throws IOException when a file cannot be read
  public static SigningKey fromPem(Path key, List<Path> certificates, Optional<char[]> password)
      throws IOException, SigningException {
    List<X509Certificate> all = new ArrayList<>();
    for (Path file : certificates) {
      all.addAll(Certificates.read(file.toString(), CatalogFile.bytes(file)));
    }
    if (all.isEmpty()) {
      throw new SigningException("a key needs a certificate; name it with `--cert`");
    }
    return checked(pemKey(key, password), all, Optional.empty());
  }

  /// Reads the one key of a PKCS#12 file.
  ///
  /// @throws SigningException when the password is wrong, there is no key or several, or it cannot sign code
  /// @throws IOException when the file cannot be read
  public static SigningKey fromPkcs12(Path file, char[] password) throws IOException, SigningException {
    byte[] bytes = CatalogFile.bytes(file);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), password);
      return stored(store, "`" + file + "`", Optional.empty(), password, Optional.empty());
    } catch (IOException | GeneralSecurityException e) {
      throw new SigningException("`" + file + "` cannot be opened: wrong password, or no PKCS#12 file", e);
    }
  }

  /// A key that stays on its token: the token signs.
  ///
  /// @param configuration as the JDK's PKCS#11 provider reads it: `name`, `library`, `slot`
  /// @param label of key and certificate, needed when there are several
  /// @throws SigningException when the token cannot be opened, or its key cannot sign code
  /// @throws IOException when the configuration cannot be read
  public static SigningKey fromToken(Path configuration, Optional<String> label, char[] pin)
      throws IOException, SigningException {
    CatalogFile.bytes(configuration);
    String what = "the token of `" + configuration + "`";
    try {
      Provider any = Security.getProvider("SunPKCS11");
      if (any == null) {
        throw new SigningException("this Java knows no PKCS#11; use a JDK with the module jdk.crypto.cryptoki");
      }
      Provider device = any.configure(configuration.toString());
      KeyStore store = KeyStore.getInstance("PKCS11", device);
      store.load(null, pin);
      return stored(store, what, label, pin, Optional.of(device));
    } catch (IOException | GeneralSecurityException | InvalidParameterException | ProviderException e) {
      throw new SigningException(what + " cannot be opened: wrong PIN, library or slot" + because(e), e);
    }
  }

  private static String because(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? "" : " (" + message + ")";
  }

  private static SigningKey stored(
      KeyStore store, String what, Optional<String> label, char[] password, Optional<Provider> device)
      throws GeneralSecurityException, SigningException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && (label.isEmpty() || label.get().equals(alias))) {
        keys.add(alias);
      }
    }
    if (keys.size() != 1) {
      String named = label.map(l -> " named `" + l + "`").orElse("");
      throw new SigningException(what + " holds " + keys.size() + " keys" + named + ", not 1");
    }
    List<X509Certificate> chain = new ArrayList<>();
    Certificate[] stored = store.getCertificateChain(keys.getFirst());
    for (Certificate certificate : stored == null ? new Certificate[0] : stored) {
      chain.add((X509Certificate) certificate);
    }
    if (chain.isEmpty() || !(store.getKey(keys.getFirst(), password) instanceof PrivateKey key)) {
      throw new SigningException(what + " holds no private key with a certificate");
    }
    return checked(key, chain, device);
  }

  private static PrivateKey pemKey(Path file, Optional<char[]> password) throws IOException, SigningException {
    String pem = new String(CatalogFile.bytes(file), StandardCharsets.US_ASCII);
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        switch (object) {
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PrivateKeyInfo info -> {
            return converter.getPrivateKey(info);
          }
          case PEMEncryptedKeyPair encrypted -> {
            PEMKeyPair pair =
                encrypted.decryptKeyPair(
                    new JcePEMDecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(password(file, password)));
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PKCS8EncryptedPrivateKeyInfo encrypted -> {
            return converter.getPrivateKey(
                encrypted.decryptPrivateKeyInfo(
                    new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(password(file, password))));
          }
          default -> {
            // EC PARAMETERS before the key, or certificates in the same file
          }
        }
      }
    } catch (PKCSException | OperatorCreationException e) {
      throw new SigningException("`" + file + "` cannot be decrypted: wrong password", e);
    } catch (IOException | RuntimeException e) {
      throw password.isPresent()
          ? new SigningException("`" + file + "` cannot be read: wrong password, or no private key", e)
          : new SigningException("`" + file + "` cannot be read: no private key", e);
    }
    throw Der.problem(file.toString(), "holds no private key in PEM");
  }

  private static char[] password(Path file, Optional<char[]> password) throws SigningException {
    return password.orElseThrow(() -> new SigningException("`" + file + "` is encrypted and needs its password; name a file that holds it by `--password-file`"));
  }

  /// The key must be that of the first certificate; the others are put in the order of the chain.
  private static SigningKey checked(PrivateKey key, List<X509Certificate> certificates, Optional<Provider> device)
      throws SigningException {
    X509Certificate signer = certificates.getFirst();
    SignatureScheme scheme = SignatureScheme.fitting(signer.getPublicKey());
    if (scheme.signatureIdentifier(signer.getPublicKey()).isEmpty()) {
      throw new SigningException("a key of kind `" + key.getAlgorithm() + "` cannot sign; use RSA or EC");
    }
    try {
      byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
      if (!scheme.verifies(signer.getPublicKey(), probe, scheme.sign(key, signer.getPublicKey(), device, probe))) {
        throw new SigningException("the key is not that of certificate " + Certificates.name(signer));
      }
      Certificates.checkKey(signer);
    } catch (GeneralSecurityException e) {
      throw new SigningException("the key is not that of certificate " + Certificates.name(signer), e);
    } catch (VerificationException e) {
      throw new SigningException(e.getMessage(), e);
    }
    if (!Purpose.CODE_SIGNING.allowsSigner(signer)) {
      throw new SigningException(
          "certificate " + Certificates.name(signer) + " is not for code signing, so nobody would accept it");
    }
    List<X509Certificate> chain = new ArrayList<>(List.of(signer));
    List<X509Certificate> rest = new ArrayList<>(certificates.subList(1, certificates.size()));
    rest.removeIf(signer::equals);
    while (!rest.isEmpty()) {
      X509Certificate last = chain.getLast();
      X509Certificate next =
          rest.stream()
              .filter(c -> c.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
              .filter(c -> Certificates.issued(c.getPublicKey(), last))
              .findFirst()
              .orElseThrow(
                  () ->
                      new SigningException(
                          "certificate " + Certificates.name(rest.getFirst()) + " is not part of the chain of "
                              + Certificates.name(signer)));
      chain.add(next);
      rest.removeIf(next::equals);
    }
    return new SigningKey(key, chain, device);
  }

  byte[] sign(SignatureScheme scheme, byte[] bytes) throws GeneralSecurityException {
    return scheme.sign(key, publicKey(), device, bytes);
  }

  PublicKey publicKey() {
    return chain.getFirst().getPublicKey();
  }

  /// The signer's certificate first, each followed by its issuer.
  public List<X509Certificate> chain() {
    return chain;
  }
}
