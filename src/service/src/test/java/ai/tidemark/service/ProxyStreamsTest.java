package ai.tidemark.service;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.config.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are slow, leave, or come all at once; a proxy that stops. */
@Timeout(60)
final class ProxyStreamsTest {
  private static final Limits QUICK =
      new Limits(
          1 << 20, 100, Duration.ofMillis(20), Duration.ofMillis(400), Duration.ofMillis(200));

  @TempDir private Path directory;

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String finish(List<JsonNode> records) {
    assertThat(records).hasSize(1);
    return records.get(0).get("finish").asText();
  }

  @Test
  void pingsWhileTheEngineThinks() throws Exception {
    CountDownLatch pinged = new CountDownLatch(1);
    try (ProxyFixture fixture = new ProxyFixture(directory, QUICK)) {
      fixture.engine.says(
          (request, marker, sink) -> {
            await(pinged);
            return FakeEngine.hello(request, marker, sink);
          });
      try (RawClient client = new RawClient(fixture, ProxyFixture.STRICT, "'stream':true")) {
        client.readUntil(": ping\n\n");
        pinged.countDown();
        String rest = client.readUntil("data: [DONE]\n\n");
        assertThat(rest).contains("\"role\":\"assistant\"", "Hello");
      }
    }
  }

  @Test
  void aFailureAfterAPingIsAnEventAndTheEnd() throws Exception {
    CountDownLatch pinged = new CountDownLatch(1);
    try (ProxyFixture fixture = new ProxyFixture(directory, QUICK)) {
      fixture.engine.says(
          (_, _, _) -> {
            await(pinged);
            throw new UpstreamException(UpstreamException.Kind.TIMEOUT, "as told");
          });
      try (RawClient client = new RawClient(fixture, ProxyFixture.STRICT, "'stream':true")) {
        assertThat(client.readUntil(": ping\n\n")).startsWith("HTTP/1.1 200 OK");
        pinged.countDown();
        assertThat(client.readToEnd()) // to the end of the connection
            .contains(
                "data: {\"error\":{\"message\":\"The model's engine was silent for too long.\"")
            .doesNotContain("[DONE]");
      }
      assertThat(finish(fixture.stopAndReadRecords())).isEqualTo("upstream-failed");
    }
  }

  @Test
  void aPlainAnswerThatFailsMidwayEndsWithoutItsEnd() throws Exception {
    try (ProxyFixture fixture = new ProxyFixture(directory)) {
      fixture.engine.says(
          (_, _, sink) -> {
            sink.text("half");
            throw new UpstreamException(UpstreamException.Kind.TRUNCATED, "as told");
          });
      try (RawClient client = new RawClient(fixture, ProxyFixture.STRICT, "")) {
        String all = client.readToEnd();
        assertThat(all).contains("half").doesNotEndWith("0\r\n\r\n"); // no last chunk
      }
    }
  }

  @Test
  void aClientThatLeavesStopsTheEngine() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    try (ProxyFixture fixture = new ProxyFixture(directory)) {
      fixture.engine.says(
          (_, marker, sink) -> {
            for (int i = 0; i < 8; i++) {
              int _ = marker.choose(new int[] {1, 2}, new double[] {0.5, 0.5}, 2);
            }
            sink.onGone(told::countDown);
            sink.text("first");
            await(told);
            try {
              sink.text("second");
            } catch (ClientGoneException e) {
              refused.countDown();
              throw e;
            }
            throw new AssertionError("the client has gone");
          });
      try (RawClient client = new RawClient(fixture, ProxyFixture.STRICT, "'stream':true")) {
        client.readUntil("first");
      }
      await(refused);
      List<JsonNode> records = fixture.stopAndReadRecords();
      assertThat(finish(records)).isEqualTo("client-gone");
      assertThat(records.get(0).at("/tokens/completion").asInt()).isEqualTo(8);
      JsonNode positions = records.get(0).get("positions");
      assertThat(positions.get("fleet").asInt() + positions.get("tenant").asInt()).isPositive();
      assertThat(records.get(0).get("omittedMass").isNull()).isTrue();
    }
  }

  @Test
  void aClientThatTakesNothingBoundsWhatIsProducedAndCountsAsGone() throws Exception {
    AtomicLong produced = new AtomicLong();
    String piece = "x".repeat(100_000);
    CountDownLatch over = new CountDownLatch(1);
    try (ProxyFixture fixture = new ProxyFixture(directory, QUICK)) {
      fixture.engine.says(
          (_, marker, sink) -> {
            try {
              while (produced.get() < 1L << 30) {
                sink.text(piece);
                produced.addAndGet(piece.length());
              }
            } finally {
              over.countDown();
            }
            return FakeEngine.answer(Answer.Finish.STOP, marker, 1);
          });
      try (RawClient client = new RawClient(fixture, ProxyFixture.STRICT, "'stream':true")) {
        client.readUntil("HTTP/1.1 200 OK\r\n");
        await(over);
        assertThat(produced.get()).isLessThan(16L << 20); // the kernel's buffers, no more
      }
      assertThat(finish(fixture.stopAndReadRecords())).isEqualTo("client-gone");
    }
  }

  @Test
  void aSlowClientGetsEverything() throws Exception {
    String piece = "0123456789".repeat(10_000);
    try (ProxyFixture fixture = new ProxyFixture(directory)) {
      fixture.engine.says(
          (_, marker, sink) -> {
            for (int i = 0; i < 200; i++) {
              sink.text(piece);
            }
            return FakeEngine.answer(Answer.Finish.STOP, marker, 1);
          });
      HttpResponse<String> response = fixture.chat(ProxyFixture.STRICT, "");
      assertThat(ProxyFixture.json(response).at("/choices/0/message/content").asText())
          .isEqualTo(piece.repeat(200));
    }
  }

  @Test
  void fiftyAnswersAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(50);
    try (ProxyFixture fixture = new ProxyFixture(directory);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      fixture.engine.says(
          (request, marker, sink) -> {
            all.countDown();
            await(all); // none ends before all are under way
            return FakeEngine.hello(request, marker, sink);
          });
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String fields = i % 2 == 0 ? "" : "'stream':true";
        answers.add(clients.submit(() -> fixture.chat(ProxyFixture.STRICT, fields)));
      }
      for (Future<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).contains("Hello");
      }
      List<JsonNode> records = fixture.stopAndReadRecords();
      assertThat(records).hasSize(50);
      assertThat(records).extracting(r -> r.get("contentId").asText()).doesNotHaveDuplicates();
    }
  }

  @Test
  void tellsOthersToComeBackWhenFull() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ProxyFixture fixture =
        new ProxyFixture(directory, Limits.DEFAULT, URI.create("http://127.0.0.1:9"), 1)) {
      fixture.engine.says(
          (request, marker, sink) -> {
            begun.countDown();
            await(go);
            return FakeEngine.hello(request, marker, sink);
          });
      CompletableFuture<HttpResponse<String>> first =
          CompletableFuture.supplyAsync(() -> chat(fixture));
      await(begun);
      HttpResponse<String> second = chat(fixture);
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("retry-after")).contains("1");
      assertThat(ProxyFixture.json(second).at("/error/code").asText()).isEqualTo("upstream_busy");
      go.countDown();
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(chat(fixture).statusCode()).isEqualTo(200); // its place was given back
    }
  }

  private static HttpResponse<String> chat(ProxyFixture fixture) {
    try {
      return fixture.chat(ProxyFixture.STRICT, "");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void stopsOnceAnswersUnderWayHaveEnded() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ProxyFixture fixture = new ProxyFixture(directory)) {
      fixture.engine.says(
          (request, marker, sink) -> {
            begun.countDown();
            await(go);
            return FakeEngine.hello(request, marker, sink);
          });
      CompletableFuture<HttpResponse<String>> answer =
          CompletableFuture.supplyAsync(() -> chat(fixture));
      await(begun);
      Thread stop = Thread.ofVirtual().start(fixture.proxy::close);
      while (fixture.get("/health/ready").statusCode() != 503) {
        Thread.onSpinWait(); // until the stop has begun
      }
      HttpResponse<String> late = chat(fixture);
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(ProxyFixture.json(late).at("/error/code").asText()).isEqualTo("stopping");
      go.countDown();
      assertThat(answer.get().body()).contains("Hello").endsWith("}");
      stop.join();
      assertThat(finish(fixture.stopAndReadRecords())).isEqualTo("stop");
    }
  }

  @Test
  void cutsShortWhatTakesTooLongToStop() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (ProxyFixture fixture = new ProxyFixture(directory, QUICK)) {
      fixture.engine.says(
          (_, _, sink) -> {
            sink.onGone(told::countDown);
            sink.text("first");
            await(told);
            sink.text("second");
            throw new AssertionError("the answer was cut");
          });
      try (RawClient client = new RawClient(fixture, ProxyFixture.STRICT, "'stream':true")) {
        client.readUntil("first");
        fixture.proxy.close();
        assertThat(client.readToEnd())
            .contains("\"code\":\"stopping\"")
            .doesNotContain("second", "[DONE]");
      }
      assertThat(finish(fixture.stopAndReadRecords())).isEqualTo("stopped");
    }
  }
}
