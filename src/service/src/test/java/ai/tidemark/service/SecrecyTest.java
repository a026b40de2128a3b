package ai.tidemark.service;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.config.Limits;
import ai.tidemark.testkit.engine.Fault;
import ai.tidemark.testkit.engine.StandInEngine;
import ai.tidemark.testkit.engine.StandInModel;
import ai.tidemark.testkit.schema.SchemaCheck;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** No text, prompt, token or key gets into logs, records or errors, whatever goes wrong. */
final class SecrecyTest {
  private static final Path RECORD_SCHEMA =
      Path.of(System.getProperty("tidemark.root"), "docs/formats/record.schema.json");

  @TempDir private Path directory;

  @Test
  void canariesStayInside() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("ai.tidemark");
    Level before = logger.getLevel();
    logger.setLevel(Level.TRACE);
    logger.addAppender(log);
    List<String> errors = new ArrayList<>();
    List<String> records;
    try (StandInEngine upstream = new StandInEngine(new StandInModel(1, -3, true));
        ProxyFixture fixture = new ProxyFixture(directory, Limits.DEFAULT, upstream.uri(), 8)) {
      provoke(fixture, upstream, errors);
      fixture.proxy.close();
      records = Files.readAllLines(directory.resolve("records.jsonl"));
    } finally {
      logger.detachAppender(log);
      logger.setLevel(before);
    }
    String keys = Files.readString(directory.resolve("keys.json"));
    List<String> secrets =
        List.of(
            "canary",
            ProxyFixture.STRICT,
            ProxyFixture.LAX,
            keys.replaceAll(".*\"fleet\":\"([0-9a-f]{32})\".*", "$1"),
            keys.replaceAll(".*\"strict\":\"([0-9a-f]{32})\".*", "$1"));
    assertThat(errors).hasSize(14);
    assertThat(records).hasSizeGreaterThan(5);
    assertThat(log.list).hasSizeGreaterThan(5);
    for (String secret : secrets) {
      assertThat(errors).noneMatch(line -> line.contains(secret));
      assertThat(records).noneMatch(line -> line.contains(secret));
      assertThat(log.list).noneMatch(event -> shows(event, secret));
    }
    for (String line : records) {
      assertThat(SchemaCheck.problems(RECORD_SCHEMA, line.getBytes(StandardCharsets.UTF_8)))
          .isEmpty();
    }
  }

  private static boolean shows(ILoggingEvent event, String secret) {
    if (event.getFormattedMessage().contains(secret)) {
      return true;
    }
    for (@Nullable IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).contains(secret)) {
        return true;
      }
    }
    return false;
  }

  private static void provoke(ProxyFixture fixture, StandInEngine upstream, List<String> errors)
      throws Exception {
    assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
    assertThat(fixture.chat(ProxyFixture.STRICT, "'stream':true").statusCode()).isEqualTo(200);
    assertThat(fixture.chat(ProxyFixture.LAX, "'temperature':0").statusCode()).isEqualTo(200);
    for (String fields :
        List.of(
            "'temperature':0",
            "'temperature':'canary'",
            "'stop':['canary',5]",
            "'logit_bias':'canary','stream':'canary'",
            "'grammar':'canary'",
            "'canary with spaces':1",
            "'user':'canary")) {
      errors.add(refused(fixture.chat(ProxyFixture.STRICT, fields)));
    }
    errors.add(refused(fixture.chat("canary-token-that-nobody-has", "")));
    errors.add(
        refused(
            fixture.post(
                "/v1/completions", ProxyFixture.STRICT, "{'model':'canary','prompt':'x'}")));
    errors.add(refused(fixture.post("/v1/canary", ProxyFixture.STRICT, "canary")));

    fixture.engine.says(
        (_, _, _) -> {
          throw new IllegalStateException("text-canary");
        });
    errors.add(refused(fixture.chat(ProxyFixture.STRICT, "")));
    fixture.engine.says(
        (_, _, sink) -> {
          sink.text("text-of-the-answer");
          throw new IllegalStateException("text-canary");
        });
    errors.add(cutShort(fixture, ProxyFixture.STRICT, "'stream':true"));
    fixture.engine.says(
        (_, _, _) -> {
          throw new UpstreamException(UpstreamException.Kind.REFUSED, "engine said 400");
        });
    errors.add(refused(fixture.chat(ProxyFixture.STRICT, "")));
    upstream.fail(Fault.Kind.DROP, 1);
    errors.add(cutShort(fixture, ProxyFixture.LAX, "'temperature':0,'stream':true"));
  }

  private static String cutShort(ProxyFixture fixture, String token, String fields)
      throws IOException {
    try (RawClient client = new RawClient(fixture, token, fields)) {
      String all = client.readToEnd();
      assertThat(all).contains("data: {\"error\"");
      return all.substring(all.indexOf("data: {\"error\""));
    }
  }

  private static String refused(HttpResponse<String> response) {
    assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
    return response.headers().map() + response.body();
  }
}
