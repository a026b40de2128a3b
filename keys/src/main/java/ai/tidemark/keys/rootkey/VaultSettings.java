package ai.tidemark.keys.rootkey;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where a Vault server is and which keys of its Transit engine are used.
 *
 * @param address https; http for a loopback address alone, where an agent listens
 * @param mount of the engine, for example {@code transit}
 * @param namespace where the server has them
 * @param tokenFile holds the token; mode 0600
 * @param authorities PEM file of the certificates to trust instead of the JDK's
 * @param versions the version each root and signing key is pinned to, 1 or more: a rotation in
 *     Vault must not change what was committed to
 * @param timeLimit for a whole exchange
 */
public record VaultSettings(
    URI address,
    String mount,
    Optional<String> namespace,
    Path tokenFile,
    Optional<Path> authorities,
    Map<String, Integer> versions,
    Duration timeLimit) {
  private static final String NAME = "[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?";
  private static final String PATH = NAME + "(/" + NAME + ")*";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Checks them. */
  public VaultSettings {
    boolean https = "https".equals(address.getScheme());
    boolean here = "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
    if ((!https && !here)
        || address.getHost() == null
        || address.getUserInfo() != null
        || !Set.of("", "/").contains(address.getPath())
        || address.getQuery() != null) {
      throw new IllegalArgumentException(
          "address must be https://HOST[:PORT] (http for a loopback address), but its host is "
              + address.getHost());
    }
    require("mount", mount, PATH);
    namespace.ifPresent(name -> require("namespace", name, PATH + "/?"));
    versions = Map.copyOf(versions);
    versions.forEach(
        (key, version) -> {
          requireKey(key);
          if (version < 1) {
            throw new IllegalArgumentException(
                "version of " + key + " must be 1 or more, but is " + version);
          }
        });
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("timeLimit must be above 0, but is " + timeLimit);
    }
  }

  /** Refuses a name that would be another path. */
  static void requireKey(String key) {
    require("key", key, NAME);
  }

  private static void require(String what, String value, String pattern) {
    if (!value.matches(pattern)) {
      throw new IllegalArgumentException(what + " must match " + pattern + ", but is " + value);
    }
  }

  /** Returns the version a key is pinned to. */
  int version(String key) {
    Integer version = versions.get(key);
    if (version == null) {
      throw new IllegalArgumentException(
          "key must be one whose version is pinned, " + versions.keySet() + ", but is " + key);
    }
    return version;
  }

  /** A TLS context that trusts the certificates of a PEM file and no others. */
  static SSLContext tls(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int n = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("authority-" + n++, certificate);
      }
      if (n == 0) {
        throw new BadInputException(file.toString(), "holds no certificate");
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new BadInputException(file.toString(), "certificates cannot be read", e);
    }
  }
}
