package ai.tidemark.keys.record;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the formats write them: RFC 3339, UTC, whole seconds, years 0000 to 9999. */
public final class RecordTime {
  private static final String PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";

  private RecordTime() {}

  /**
   * Returns a time as text, for example {@code 2026-11-24T11:30:00Z}.
   *
   * @throws IllegalArgumentException if it has no whole seconds, or five digits of year
   */
  public static String format(Instant time) {
    String text = time.toString();
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException(
          "a time must have whole seconds and a year of four digits, but is " + text);
    }
    return text;
  }

  /**
   * Reads a time.
   *
   * @throws IllegalArgumentException if it is not written so, or no such time exists
   */
  public static Instant parse(String text) {
    try {
      // parsing knows 24:00 and leap seconds; writing does not
      if (text.matches(PATTERN) && format(Instant.parse(text)).equals(text)) {
        return Instant.parse(text);
      }
    } catch (DateTimeException _) {
      // a day or an hour that does not exist
    }
    throw new IllegalArgumentException("a time must be written like 2026-11-24T11:30:00Z");
  }

  /** Reads a field. */
  public static Instant read(StrictJson node, String name) {
    try {
      return parse(node.text(name));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(node.where() + "/" + name, String.valueOf(e.getMessage()), e);
    }
  }

  /** Cuts a clock's time to whole seconds. */
  public static Instant wholeSeconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
