package ai.tidemark.service.record;

import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.policy.Reason;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is kept of one answer: who asked, under which keys, how much evidence went out. Never the
 * prompt, the text or a token of the client.
 *
 * @param heading what answer this is
 * @param status marked, or unmarked with a reason
 * @param tokens how long prompt and answer are, as far as known
 * @param marks evidence that went out
 * @param effort what the upstream did, as far as known
 * @param finish how it ended
 * @param duration from the request's arrival to the answer's end
 */
public record AnswerRecord(
    Heading heading,
    Status status,
    Tokens tokens,
    Marks marks,
    Effort effort,
    Finish finish,
    Duration duration) {

  /** Value of the field {@code format}. */
  public static final String FORMAT = "tidemark-record-v1";

  /**
   * What answer this is.
   *
   * @param contentId what the client saw as {@code x-tidemark-content-id}
   * @param time when the request arrived
   * @param tenant pseudonym
   * @param endpoint {@code chat} or {@code completions}
   * @param model as configured
   * @param upstream as configured
   */
  public record Heading(
      String contentId,
      Instant time,
      String tenant,
      String endpoint,
      String model,
      String upstream) {}

  /** Whether the answer carries a mark. */
  public sealed interface Status {
    /**
     * It does.
     *
     * @param strategy how it was marked
     * @param profileId the profile's id
     * @param profileSha256 SHA-256 of the profile's canonical form
     * @param fleetKey public id of the fleet key
     * @param tenantKey public id of the tenant's key
     */
    record Marked(
        String strategy, String profileId, String profileSha256, String fleetKey, String tenantKey)
        implements Status {}

    /** It does not. */
    record Unmarked(Reason reason) implements Status {}
  }

  /** Lengths in tokens; empty where the engine did not say. */
  public record Tokens(OptionalInt prompt, OptionalInt completion) {}

  /**
   * Evidence that went out, per tier; see {@link Answer.Marks}.
   *
   * @param omittedMass empty where the answer was cut short before it was known
   */
  public record Marks(
      int fleetPositions,
      int tenantPositions,
      double fleetExpectedScore,
      double tenantExpectedScore,
      OptionalDouble omittedMass) {
    /** No mark. */
    public static final Marks NONE = new Marks(0, 0, 0, 0, OptionalDouble.empty());

    /** Evidence of a complete answer. */
    public static Marks of(Answer.Marks marks) {
      return new Marks(
          marks.fleetPositions(),
          marks.tenantPositions(),
          marks.fleetExpectedScore(),
          marks.tenantExpectedScore(),
          OptionalDouble.of(marks.omittedMass()));
    }

    /** Evidence of an answer cut short: what the marker drew so far. */
    public static Marks soFar(Marker marker) {
      return new Marks(
          marker.keyedPositions(Tier.FLEET),
          marker.keyedPositions(Tier.TENANT),
          marker.expectedScore(Tier.FLEET),
          marker.expectedScore(Tier.TENANT),
          OptionalDouble.empty());
    }
  }

  /** What the upstream did; empty where the answer was cut short or passed through. */
  public record Effort(OptionalInt calls, OptionalInt draftedTokens, OptionalInt mismatches) {
    /** Not known. */
    public static final Effort UNKNOWN =
        new Effort(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** Effort of a complete answer. */
    public static Effort of(Answer.Effort effort) {
      return new Effort(
          OptionalInt.of(effort.calls()),
          OptionalInt.of(effort.draftedTokens()),
          OptionalInt.of(effort.mismatches()));
    }
  }

  /** How an answer ended. */
  public enum Finish {
    /** End of sequence, or a stop string. */
    STOP("stop"),
    /** The client's limit. */
    LENGTH("length"),
    /** It was passed through unmarked to its end. */
    PASSED("passed"),
    /** The client left. */
    CLIENT_GONE("client-gone"),
    /** The engine did not deliver. */
    UPSTREAM_FAILED("upstream-failed"),
    /** The proxy was told to stop. */
    STOPPED("stopped"),
    /** A fault of the proxy itself. */
    FAILED("failed");

    private final String wire;

    Finish(String wire) {
      this.wire = wire;
    }

    /** Returns how an answer that was not cut short ended. */
    public static Finish of(Answer.Finish finish) {
      return switch (finish) {
        case STOP -> STOP;
        case LENGTH -> LENGTH;
      };
    }
  }

  /** Returns the record as one line of JSON with its newline, UTF-8. */
  byte[] line() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT)
        .put("contentId", heading.contentId)
        .put("time", heading.time.truncatedTo(ChronoUnit.MILLIS).toString())
        .put("tenant", heading.tenant)
        .put("endpoint", heading.endpoint)
        .put("model", heading.model)
        .put("upstream", heading.upstream);
    putStatus(root);
    ObjectNode tokensNode = root.putObject("tokens");
    put(tokensNode, "prompt", tokens.prompt);
    put(tokensNode, "completion", tokens.completion);
    root.putObject("positions")
        .put("fleet", marks.fleetPositions)
        .put("tenant", marks.tenantPositions);
    root.putObject("expectedScore")
        .put("fleet", decimal(marks.fleetExpectedScore))
        .put("tenant", decimal(marks.tenantExpectedScore));
    if (marks.omittedMass.isPresent()) {
      root.put("omittedMass", decimal(marks.omittedMass.getAsDouble()));
    } else {
      root.putNull("omittedMass");
    }
    put(root, "calls", effort.calls);
    put(root, "draftedTokens", effort.draftedTokens);
    put(root, "mismatches", effort.mismatches);
    root.put("finish", finish.wire).put("milliseconds", duration.toMillis());
    return (root + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void putStatus(ObjectNode root) {
    switch (status) {
      case Status.Marked marked -> {
        root.put("status", "marked").putNull("reason").put("strategy", marked.strategy);
        root.putObject("profile").put("id", marked.profileId).put("sha256", marked.profileSha256);
        root.putObject("keys").put("fleet", marked.fleetKey).put("tenant", marked.tenantKey);
      }
      case Status.Unmarked(Reason reason) ->
          root.put("status", "unmarked")
              .put("reason", reason.wire())
              .putNull("strategy")
              .putNull("profile")
              .putNull("keys");
    }
  }

  private static void put(ObjectNode node, String name, OptionalInt value) {
    if (value.isPresent()) {
      node.put(name, value.getAsInt());
    } else {
      node.putNull(name);
    }
  }

  /** A decimal string with six digits after the point: files hold no floats. */
  private static String decimal(double value) {
    return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }
}
