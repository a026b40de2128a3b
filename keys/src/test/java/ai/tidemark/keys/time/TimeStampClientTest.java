package ai.tidemark.keys.time;

import static ai.tidemark.keys.time.Tokens.IMPRINT;
import static ai.tidemark.keys.time.Tokens.NOW;
import static ai.tidemark.keys.time.Tokens.at;
import static ai.tidemark.keys.time.Tokens.imprint;
import static ai.tidemark.keys.time.Tokens.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.keys.time.TimeException.Code;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an authority over HTTP that answers as each test wants. */
final class TimeStampClientTest {
  private static final String REPLY = "application/timestamp-reply";
  private static final TestTimeAuthority AUTHORITY = TestTimeAuthority.create("one", at(NOW));

  /** What the server does. */
  private interface Answer {
    void answer(HttpExchange exchange, byte[] request) throws IOException;
  }

  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private ExecutorService threads;
  private Answer answer =
      (exchange, request) -> send(exchange, 200, REPLY, AUTHORITY.exchange(request));

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext(
        "/tsa",
        exchange -> {
          assertThat(exchange.getRequestMethod()).isEqualTo("POST");
          assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
              .isEqualTo("application/timestamp-query");
          answer.answer(exchange, exchange.getRequestBody().readAllBytes());
        });
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
  }

  private byte[] stamp(Duration limit, Optional<String> policy) {
    try (HttpTimeStampTransport transport = new HttpTimeStampTransport(uri(), limit)) {
      return new TimeStampClient(transport, List.of(AUTHORITY.root()), policy, at(NOW))
          .stamp(IMPRINT);
    }
  }

  private byte[] stamp() {
    return stamp(Duration.ofSeconds(20), Optional.empty());
  }

  @Test
  void getsAVerifiedToken() {
    byte[] token = stamp();
    assertThat(TimeStamps.verify(token, IMPRINT, List.of(AUTHORITY.root()), NOW).genTime())
        .isEqualTo(NOW);
    answer =
        (exchange, request) ->
            send(exchange, 200, "Application/Timestamp-Reply; x=y", AUTHORITY.exchange(request));
    stamp(Duration.ofSeconds(20), Optional.of(TestTimeAuthority.POLICY));
  }

  @Test
  void neverSendsTheSameNonceTwice() throws IOException {
    java.util.Set<java.math.BigInteger> nonces = new java.util.HashSet<>();
    for (int i = 0; i < 20; i++) {
      answer =
          (exchange, request) -> {
            nonces.add(new org.bouncycastle.tsp.TimeStampRequest(request).getNonce());
            send(exchange, 200, REPLY, AUTHORITY.exchange(request));
          };
      stamp();
    }
    assertThat(nonces).hasSize(20).allMatch(nonce -> nonce.bitLength() == 64);
  }

  @Test
  void refusesTheAnswerToAnotherQuestion() {
    byte[] first = answerTo(IMPRINT);
    answer = (exchange, _) -> send(exchange, 200, REPLY, first);
    refused(Code.WRONG_NONCE, this::stamp);
    byte[] other = answerTo(imprint("another"));
    answer = (exchange, _) -> send(exchange, 200, REPLY, other);
    refused(Code.WRONG_IMPRINT, this::stamp);
  }

  private static byte[] answerTo(byte[] imprint) {
    byte[][] seen = new byte[1][];
    TimeStampTransport recording =
        request -> {
          seen[0] = AUTHORITY.exchange(request);
          return seen[0];
        };
    new TimeStampClient(recording, List.of(AUTHORITY.root()), Optional.empty(), at(NOW))
        .stamp(imprint);
    return seen[0];
  }

  @Test
  void refusesAPolicyTheAuthorityDoesNotHave() {
    refused(Code.REFUSED, () -> stamp(Duration.ofSeconds(20), Optional.of("1.2.3.4")));
  }

  @Test
  void refusesAnUnknownAuthorityAndAClockTooFarAhead() {
    TestTimeAuthority stranger = TestTimeAuthority.create("two", at(NOW));
    answer = (exchange, request) -> send(exchange, 200, REPLY, stranger.exchange(request));
    refused(Code.CHAIN_NOT_TRUSTED, this::stamp);
    TimeStampClient behind =
        new TimeStampClient(
            AUTHORITY,
            List.of(AUTHORITY.root()),
            Optional.empty(),
            at(NOW.minus(TimeStampClient.CLOCKS_MAY_DIFFER).minusSeconds(1)));
    refused(Code.FROM_THE_FUTURE, () -> behind.stamp(IMPRINT));
  }

  @Test
  void refusesOtherStatusesTypesAndRedirects() {
    answer = (exchange, request) -> send(exchange, 503, REPLY, AUTHORITY.exchange(request));
    refused(Code.NO_ANSWER, this::stamp);
    answer = (exchange, request) -> send(exchange, 200, "text/html", AUTHORITY.exchange(request));
    refused(Code.NO_ANSWER, this::stamp);
    answer =
        (exchange, _) -> {
          exchange.getResponseHeaders().set("Location", uri().toString());
          send(exchange, 302, REPLY, new byte[1]);
        };
    refused(Code.NO_ANSWER, this::stamp);
  }

  @Test
  void refusesCutEmptyAndPaddedAnswers() {
    byte[] whole = answerTo(IMPRINT);
    for (int length : new int[] {0, 1, 5, whole.length / 2, whole.length - 1, whole.length + 1}) {
      answer = (exchange, _) -> send(exchange, 200, REPLY, padded(whole, length));
      refused(Code.MALFORMED, this::stamp);
    }
  }

  private static byte[] padded(byte[] bytes, int length) {
    return length == 0 ? new byte[] {0} : Arrays.copyOf(bytes, length);
  }

  @Test
  void readsNoMoreThanItMust() {
    byte[] junk = new byte[64 << 10];
    answer =
        (exchange, _) -> {
          exchange.getResponseHeaders().set("Content-Type", REPLY);
          exchange.sendResponseHeaders(200, 0); // chunked, without end
          try (OutputStream body = exchange.getResponseBody()) {
            while (over.getCount() > 0) {
              body.write(junk);
            }
          }
        };
    refused(Code.NO_ANSWER, this::stamp);
  }

  @Test
  void theLimitHoldsForADribbledBodyToo() {
    answer =
        (exchange, request) -> {
          byte[] whole = AUTHORITY.exchange(request);
          exchange.getResponseHeaders().set("Content-Type", REPLY);
          exchange.sendResponseHeaders(200, whole.length);
          exchange.getResponseBody().write(whole, 0, whole.length - 1);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        };
    refused(Code.NO_ANSWER, () -> stamp(Duration.ofMillis(300), Optional.empty()));
  }

  @Test
  void saysWhenNobodyListens() {
    server.stop(0);
    assertThatThrownBy(this::stamp)
        .isInstanceOfSatisfying(
            TimeException.class, e -> assertThat(e.code()).isEqualTo(Code.NO_ANSWER))
        .hasMessage(
            "time-stamping authority %s cannot be reached;"
                + " check its address, try again later, or leave that authority out",
            uri());
  }

  @Test
  void refusesOtherSchemesAndNoRoots() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new HttpTimeStampTransport(URI.create("file:///etc/hosts"), Duration.ofSeconds(1)))
        .withMessageContaining("http(s)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeStampClient(AUTHORITY, List.of(), Optional.empty(), at(NOW)));
  }
}
