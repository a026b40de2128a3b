package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The head of a log's tree (C2SP tlog-checkpoint), the text of a signed note: origin, size and
 * root, a line each.
 *
 * @param origin names the log; not empty, no control characters
 * @param size number of entries, at least 0
 * @param root 32 bytes; of an empty tree SHA-256 of nothing
 * @param extensions further lines, none of them empty; ours has none, and ML-DSA cosignatures do
 *     not cover them
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record Checkpoint(String origin, long size, byte[] root, List<String> extensions) {
  private static final int LINES = 3;

  /** Checks its shape. */
  public Checkpoint {
    root = root.clone();
    extensions = List.copyOf(extensions);
    if (!LogText.isLine(origin) || !extensions.stream().allMatch(LogText::isLine)) {
      throw new IllegalArgumentException(
          "origin and extensions must be lines that are not empty, without control characters");
    }
    if (size < 0 || root.length != Merkle.BYTES) {
      throw new IllegalArgumentException(
          "size must be at least 0 and root have 32 bytes, but they are "
              + size
              + " and "
              + root.length);
    }
    if (!emptyAsItShould(size, root)) {
      throw new IllegalArgumentException("the root of an empty tree must be SHA-256 of nothing");
    }
  }

  /** The head of a tree, without extension lines. */
  public Checkpoint(String origin, long size, byte[] root) {
    this(origin, size, root, List.of());
  }

  private static boolean emptyAsItShould(long size, byte[] root) {
    return size > 0 || Arrays.equals(root, Merkle.sha256());
  }

  /**
   * Reads a checkpoint's text, that of its note.
   *
   * @param where file, for messages
   * @throws BadInputException if it is malformed
   */
  public static Checkpoint parse(String where, String text) {
    List<String> lines = Arrays.asList(text.split("\n", -1));
    int last = lines.size() - 1; // what follows the last newline
    if (last < LINES || !lines.get(last).isEmpty()) {
      throw new BadInputException(
          where, "a checkpoint must have at least 3 lines, each with its newline");
    }
    for (int i = 0; i < last; i++) {
      if (!LogText.isLine(lines.get(i))) {
        throw new BadInputException(
            LogText.at(where, i + 1),
            "must not be empty nor hold control characters or unpaired surrogates");
      }
    }
    long size = LogText.decimal(LogText.at(where, 2), lines.get(1));
    byte[] root = LogText.hash(LogText.at(where, 3), lines.get(2));
    if (!emptyAsItShould(size, root)) {
      throw new BadInputException(
          LogText.at(where, 3), "the root of an empty tree must be SHA-256 of nothing");
    }
    return new Checkpoint(lines.getFirst(), size, root, lines.subList(LINES, last));
  }

  @Override
  public byte[] root() {
    return root.clone();
  }

  /** Returns its text, a newline at the end of each line. */
  public String body() {
    StringBuilder out =
        new StringBuilder(origin)
            .append('\n')
            .append(size)
            .append('\n')
            .append(LogText.base64(root))
            .append('\n');
    extensions.forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Checkpoint that && body().equals(that.body());
  }

  @Override
  public int hashCode() {
    return Objects.hash(origin, size, Arrays.hashCode(root), extensions);
  }

  @Override
  public String toString() {
    return origin + " " + size + " " + LogText.base64(root);
  }
}
