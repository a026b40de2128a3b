package ai.tidemark.cli;

import ai.tidemark.core.segment.Segment;
import ai.tidemark.core.token.Tokenizer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How stretches of a text are printed. The window is what is claimed; the estimated ends are best
 * guesses. Offsets count from 0, ends are exclusive.
 */
final class SegmentLines {
  private static final double LN_10 = StrictMath.log(10);

  private final int[] ids;
  private final @Nullable Tokenizer tokenizer;

  /**
   * For one text.
   *
   * @param ids of the text
   * @param tokenizer that made them of a text, or null for ids alone
   */
  SegmentLines(int[] ids, @Nullable Tokenizer tokenizer) {
    this.ids = ids;
    this.tokenizer = tokenizer;
  }

  /** Returns the token ids: the live array. Do not modify. */
  int[] ids() {
    return ids;
  }

  /** Prints a line for each, under the finding of its key. */
  void print(String key, List<Segment> segments, PrintWriter out) {
    for (Segment s : segments) {
      out.printf(
          Locale.ROOT,
          "  %s: tokens %d to %d%s, %d counted, log10 p %.2f; ends estimated at %d and %d%n",
          key,
          s.fromPosition(),
          s.toPosition(),
          tokenizer == null
              ? ""
              : " (characters "
                  + characters(s.fromPosition(), tokenizer)
                  + " to "
                  + characters(s.toPosition(), tokenizer)
                  + ")",
          s.to() - s.from(),
          s.lnP() / LN_10,
          s.estimatedFrom(),
          s.estimatedTo());
    }
  }

  /** Appends an object for each. */
  void json(String key, List<Segment> segments, ArrayNode array) {
    for (Segment s : segments) {
      ObjectNode node = array.addObject();
      node.put("key", key).put("from", s.fromPosition()).put("to", s.toPosition());
      if (tokenizer != null) {
        node.put("fromCharacter", characters(s.fromPosition(), tokenizer));
        node.put("toCharacter", characters(s.toPosition(), tokenizer));
      }
      node.put("n", s.to() - s.from());
      node.put("log10P", String.format(Locale.ROOT, "%.6f", s.lnP() / LN_10));
      node.put("estimatedFrom", s.estimatedFrom()).put("estimatedTo", s.estimatedTo());
    }
  }

  /** Returns how many code points begin before a token. */
  private int characters(int position, Tokenizer of) {
    int count = 0;
    for (byte b : of.decode(ids, 0, position)) {
      count += (b & 0xC0) == 0x80 ? 0 : 1; // every byte but UTF-8's continuations
    }
    return count;
  }
}
