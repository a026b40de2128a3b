package ai.tidemark.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The window of an era that is named after a quarter, for example 2026Q4.
 *
 * @param start its first second, UTC
 * @param end the first second of the next quarter
 */
record Quarter(Instant start, Instant end) {
  private static final Pattern NAME = Pattern.compile("([0-9]{4})Q([1-4])");

  /** Returns the quarter that a name means, if it means one. */
  static Optional<Quarter> of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int month = 3 * Integer.parseInt(matcher.group(2)) - 2;
    LocalDate first = LocalDate.of(Integer.parseInt(matcher.group(1)), month, 1);
    return Optional.of(
        new Quarter(
            first.atStartOfDay(ZoneOffset.UTC).toInstant(),
            first.plusMonths(3).atStartOfDay(ZoneOffset.UTC).toInstant()));
  }
}
