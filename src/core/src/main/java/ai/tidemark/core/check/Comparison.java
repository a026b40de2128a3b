package ai.tidemark.core.check;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares computed values with the known ones of a case and keeps the first that differs. */
public final class Comparison {
  private @Nullable String first;

  /** A comparison that has found nothing. */
  public Comparison() {}

  /** Requires equality. */
  public void equal(String what, long computed, long known) {
    note(computed == known, what, computed, known);
  }

  /** Requires equality. */
  public void equal(String what, boolean computed, boolean known) {
    note(computed == known, what, computed, known);
  }

  /** Requires equality of texts. */
  public void equal(String what, String computed, String known) {
    note(computed.equals(known), what, computed, known);
  }

  /** Requires equal lengths and equal values. */
  public void equal(String what, long[] computed, long[] known) {
    int at = Arrays.mismatch(computed, known);
    if (at >= 0) {
      note(false, what + "[" + at + "]", entry(computed, at), entry(known, at));
    }
  }

  /** Requires |computed - known| <= tolerance |known|. */
  public void relative(String what, double computed, double known, double tolerance) {
    boolean close = Math.abs(computed - known) <= tolerance * Math.abs(known);
    note(computed == known || close, what, computed, known);
  }

  /** Requires equal lengths and |computed - known| <= tolerance |known| entry by entry. */
  public void relative(String what, double[] computed, double[] known, double tolerance) {
    equal("length of " + what, computed.length, known.length);
    for (int i = 0; i < Math.min(computed.length, known.length); i++) {
      relative(what + "[" + i + "]", computed[i], known[i], tolerance);
    }
  }

  /** Requires |computed - known| <= tolerance max(1, |known|): for logarithms. */
  public void near(String what, double computed, double known, double tolerance) {
    boolean close = Math.abs(computed - known) <= tolerance * Math.max(1, Math.abs(known));
    note(computed == known || close, what, computed, known);
  }

  /** Returns what differed first, or empty. */
  public Optional<String> difference() {
    return Optional.ofNullable(first);
  }

  private static String entry(long[] values, int at) {
    return at < values.length ? Long.toString(values[at]) : "nothing";
  }

  private void note(boolean same, String what, Object computed, Object known) {
    if (!same && first == null) {
      first = what + " is " + computed + ", but the file has " + known;
    }
  }
}
