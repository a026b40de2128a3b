package ai.tidemark.service.front;

import ai.tidemark.keys.ledger.Generation;
import ai.tidemark.service.front.Tenants.Tenant;
import ai.tidemark.service.openai.CompletionRequest;
import ai.tidemark.service.record.AnswerRecord;
import ai.tidemark.service.upstream.Upstream;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One request for an answer, understood and admitted.
 *
 * @param http the request
 * @param contentId the answer's name
 * @param tenant who asks
 * @param upstream who answers; a place is held there
 * @param request for what
 * @param time when it arrived
 * @param startNanos the same on the clock that durations are taken from
 */
record Exchange(
    HttpServerRequest http,
    String contentId,
    Tenant tenant,
    Upstream upstream,
    CompletionRequest request,
    Instant time,
    long startNanos) {

  /** Returns the record's heading. */
  AnswerRecord.Heading heading() {
    return new AnswerRecord.Heading(
        contentId,
        time,
        tenant.name(),
        request.endpoint().wire(),
        request.model(),
        upstream.config().name());
  }

  /**
   * Returns what the tenant's ledger says of the answer.
   *
   * @param profile as {@link Generation} wants it, as are the others
   */
  Generation generation(String profile, String era, long tokens, long scored, String text) {
    return new Generation(
        contentId,
        time.truncatedTo(ChronoUnit.SECONDS),
        request.model(),
        profile,
        era,
        tokens,
        scored,
        text);
  }

  /** Returns how long it has taken so far. */
  Duration duration() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
