package ai.tidemark.keys.rootkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificates of the settings, and no others, are trusted; the host's name is checked. */
final class VaultTlsTest {
  private static final byte[] CONTEXT = {1};
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private HttpsServer server;
  private Path tokenFile;

  @BeforeEach
  void makeServer() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokenFile =
        Files.createFile(
            folder.resolve("token"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokenFile, VaultStub.TOKEN);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Starts a server under a fresh certificate for an address, and writes the certificate. */
  private Path serve(String address) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair key = generator.generateKeyPair();
    X500Name name = new X500Name("CN=vault");
    Instant now = Instant.now();
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        key.getPublic())
                    .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, address)))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "vault", key.getPrivate(), PASSWORD.toCharArray(), new X509Certificate[] {certificate});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    byte[] answer =
        ("{\"data\":{\"hmac\":\"vault:v1:" + "A".repeat(43) + "=\"}}")
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/v1/transit/hmac/tidemark-root/sha2-256",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    String pem = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
    return Files.writeString(
        folder.resolve("authority.pem"),
        "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
  }

  private VaultTransit vault(Optional<Path> authorities) {
    return new VaultTransit(
        new VaultSettings(
            URI.create("https://127.0.0.1:" + server.getAddress().getPort()),
            "transit",
            Optional.empty(),
            tokenFile,
            authorities,
            Map.of("tidemark-root", 1),
            Duration.ofSeconds(20)));
  }

  @Test
  void trustsTheCertificatesOfItsSettings() throws Exception {
    Path authority = serve("127.0.0.1");
    try (VaultTransit vault = vault(Optional.of(authority))) {
      assertThat(vault.mac("tidemark-root", CONTEXT)).isEqualTo(new byte[32]);
    }
    try (VaultTransit vault = vault(Optional.empty())) {
      assertThatExceptionOfType(RootUnavailableException.class)
          .isThrownBy(() -> vault.mac("tidemark-root", CONTEXT))
          .withMessageContaining("cannot be reached by TLS: its certificate must name it");
    }
  }

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    Path authority = serve("127.0.0.2");
    try (VaultTransit vault = vault(Optional.of(authority))) {
      assertThatExceptionOfType(RootUnavailableException.class)
          .isThrownBy(() -> vault.mac("tidemark-root", CONTEXT))
          .withMessageContaining("cannot be reached by TLS: its certificate must name it");
    }
  }

  @Test
  void refusesAFileWithoutCertificates() throws Exception {
    Path authority = serve("127.0.0.1");
    Files.writeString(authority, "");
    assertThatThrownBy(() -> vault(Optional.of(authority)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds no certificate");
  }
}
