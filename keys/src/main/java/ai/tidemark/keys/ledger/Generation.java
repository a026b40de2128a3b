package ai.tidemark.keys.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a ledger says of one answer. No prompt, no text, no tenant: the ledger is one tenant's.
 *
 * @param contentId what the client saw as {@code x-tidemark-content-id}
 * @param time when the request arrived, whole seconds, rounded down
 * @param model as configured
 * @param profile SHA-256 of the profile's canonical form, 64 hex digits, or {@link #NONE}
 * @param era era of the keys, or {@link #NONE}
 * @param tokens length of the answer, 0 where nobody said
 * @param scored tokens that carry evidence
 * @param text SHA-256 of the answer's text in NFC, 64 hex digits, or {@link #NONE}
 */
public record Generation(
    String contentId,
    Instant time,
    String model,
    String profile,
    String era,
    long tokens,
    long scored,
    String text) {
  /** Where there is none. */
  public static final String NONE = "none";

  static final String NAME = "[!-~]{1,255}";
  static final String HASH = "[0-9a-f]{64}|none";
  static final long MOST = 1L << 40; // tokens

  /** Validates. */
  public Generation {
    require("contentId", contentId, NAME);
    require("model", model, NAME);
    require("profile", profile, HASH);
    require("era", era, NAME);
    require("text", text, HASH);
    if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("time must be in whole seconds, but is " + time);
    }
    if (tokens < 0 || tokens > MOST || scored < 0 || scored > tokens) {
      throw new IllegalArgumentException(
          "tokens must be in 0..2^40 and scored in 0..tokens, but they are "
              + tokens
              + ", "
              + scored);
    }
  }

  /** Returns whether a text can be a content id, a model's name or an era. */
  public static boolean isName(String text) {
    return text.matches(NAME);
  }

  private static void require(String what, String value, String pattern) {
    if (!value.matches(pattern)) {
      throw new IllegalArgumentException(what + " must match " + pattern);
    }
  }
}
