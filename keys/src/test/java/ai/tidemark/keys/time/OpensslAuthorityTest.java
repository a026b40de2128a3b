package ai.tidemark.keys.time;

import static ai.tidemark.keys.time.Tokens.IMPRINT;
import static ai.tidemark.keys.time.Tokens.imprint;
import static ai.tidemark.keys.time.Tokens.refused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.time.TimeException.Code;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of the openssl program read by us, and ours by it. */
@Tag("integration")
final class OpensslAuthorityTest {
  private static final String POLICY = "1.3.6.1.4.1.99999.3161.";
  private static final Path SCRIPT =
      Path.of(System.getProperty("tidemark.root"), "src/testkit/scripts/time/openssl-authority");

  @TempDir private static Path folder;
  private static List<X509Certificate> roots;

  @BeforeAll
  static void make() throws Exception {
    run(0, SCRIPT.toString(), "make", folder.toString());
    roots = TimeRoots.parse("root.pem", Files.readString(folder.resolve("root.pem")));
  }

  private static String run(int status, String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(status);
    return said;
  }

  private static byte[] reply(byte[] query, int number) throws Exception {
    Path question = folder.resolve(number + ".tsq");
    Path answer = folder.resolve(number + ".tsr");
    Files.write(question, query);
    run(0, SCRIPT.toString(), "reply", folder.toString(), question.toString(), answer.toString());
    return Files.readAllBytes(answer);
  }

  @Test
  void stampsOverHttpByOpenssl() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, asked.incrementAndGet()));
    server.start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      for (Optional<String> policy :
          List.of(Optional.<String>empty(), Optional.of(POLICY + "1"), Optional.of(POLICY + "2"))) {
        byte[] token = client(uri, policy).stamp(IMPRINT);
        VerifiedTime time = TimeStamps.verify(token, IMPRINT, roots, Instant.now());
        assertThat(time.authority()).isEqualTo("CN=openssl test authority");
        assertThat(time.policy()).isEqualTo(policy.orElse(POLICY + "1"));
        assertThat(time.accuracy()).contains(Duration.ofSeconds(2, 500_100_000));
        assertThat(Duration.between(time.genTime(), Instant.now()).abs())
            .isLessThan(Duration.ofMinutes(5));
      }
      refused(Code.REFUSED, () -> client(uri, Optional.of("1.2.3.4")).stamp(IMPRINT));
      assertThat(asked).hasValue(4);
    } finally {
      server.stop(0);
    }
  }

  private static TimeStampClient client(URI uri, Optional<String> policy) {
    return new TimeStampClient(
        new HttpTimeStampTransport(uri, Duration.ofSeconds(60)), roots, policy, Clock.systemUTC());
  }

  private static void answer(HttpExchange exchange, int number) throws IOException {
    try (exchange) {
      byte[] answer = reply(exchange.getRequestBody().readAllBytes(), number);
      exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("openssl did not answer", e);
    }
  }

  @Test
  void verifiesATokenOpensslAskedForAndMade() throws Exception {
    Path data = Files.writeString(folder.resolve("data"), "what was said");
    Path query = folder.resolve("own.tsq");
    run(
        0,
        "openssl",
        "ts",
        "-query",
        "-data",
        data.toString(),
        "-sha256",
        "-cert",
        "-out",
        query.toString());
    byte[] token = TimeStampClient.token(reply(Files.readAllBytes(query), 100));
    Instant now = Instant.now().plusSeconds(60);
    TimeStamps.verify(token, imprint("what was said"), roots, now, Set.of(POLICY + "1"));
    refused(
        Code.WRONG_IMPRINT, () -> TimeStamps.verify(token, imprint("what was not"), roots, now));
  }

  @Test
  void opensslVerifiesOurTokensAndRefusesThemOverOtherData() throws Exception {
    TestTimeAuthority ours = TestTimeAuthority.create("ours", Clock.systemUTC());
    Path data = Files.writeString(folder.resolve("data2"), "what was said");
    byte[] token = Tokens.client(ours, Clock.systemUTC()).stamp(imprint("what was said"));
    Path file = folder.resolve("ours.token");
    Files.write(file, token);
    Path root = folder.resolve("ours.pem");
    String pem = Base64.getMimeEncoder().encodeToString(ours.root().getEncoded());
    Files.writeString(
        root, "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
    String[] verify = {
      "openssl",
      "ts",
      "-verify",
      "-in",
      file.toString(),
      "-token_in",
      "-data",
      data.toString(),
      "-CAfile",
      root.toString()
    };
    assertThat(run(0, verify)).contains("Verification: OK");
    Files.writeString(data, "what was not");
    assertThat(run(1, verify)).contains("message imprint mismatch");
  }
}
