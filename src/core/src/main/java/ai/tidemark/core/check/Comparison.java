package ai.tidemark.core.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Collects which fields of one case differ from what was recomputed. Values are not printed. */
public final class Comparison {
  private final StringBuilder differing = new StringBuilder();

  /** Compares integers. */
  public Comparison same(String field, long got, long expected) {
    return note(field, got == expected);
  }

  /** Compares booleans. */
  public Comparison same(String field, boolean got, boolean expected) {
    return note(field, got == expected);
  }

  /** Compares strings. */
  public Comparison same(String field, String got, String expected) {
    return note(field, got.equals(expected));
  }

  /** Compares arrays. */
  public Comparison same(String field, int[] got, int[] expected) {
    return note(field, Arrays.equals(got, expected));
  }

  /** Compares arrays. */
  public Comparison same(String field, long[] got, long[] expected) {
    return note(field, Arrays.equals(got, expected));
  }

  /**
   * Compares numbers.
   *
   * @param relative largest difference allowed, as a share of the expected value
   * @param absolute allowed on top
   */
  public Comparison close(
      String field, double got, double expected, double relative, double absolute) {
    double allowed = relative * Math.abs(expected) + absolute;
    return note(field, got == expected || Math.abs(got - expected) <= allowed);
  }

  /** Compares arrays of numbers, as {@link #close(String, double, double, double, double)}. */
  public Comparison close(
      String field, double[] got, double[] expected, double relative, double absolute) {
    if (got.length != expected.length) {
      return note(field, false);
    }
    for (int i = 0; i < got.length; i++) {
      close(field + "/" + i, got[i], expected[i], relative, absolute);
    }
    return this;
  }

  /** Returns the names of the differing fields, or empty when all agree. */
  public Optional<String> result() {
    return differing.isEmpty() ? Optional.empty() : Optional.of("differs in" + differing);
  }

  /** Returns the SHA-256 of numbers written as 32-bit little-endian words, in hex. */
  public static String sha256(int[] words) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(words);
    return sha256(bytes.array());
  }

  /** Returns the SHA-256 of bytes, in hex. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Notes a comparison made by the caller. */
  public Comparison note(String field, boolean agrees) {
    if (!agrees && differing.length() < 200) {
      differing.append(' ').append(field);
    }
    return this;
  }
}
