package ai.tidemark.cli;

import ai.tidemark.core.segment.Segment;
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
  private final @Nullable TokenOffsets offsets;

  /**
   * For one text.
   *
   * @param ids of the text
   * @param offsets of them in their text, or null for ids alone
   */
  SegmentLines(int[] ids, @Nullable TokenOffsets offsets) {
    this.ids = ids;
    this.offsets = offsets;
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
          offsets == null
              ? ""
              : " (characters "
                  + offsets.before(s.fromPosition())
                  + " to "
                  + offsets.before(s.toPosition())
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
      if (offsets != null) {
        node.put("fromCharacter", offsets.before(s.fromPosition()));
        node.put("toCharacter", offsets.before(s.toPosition()));
      }
      node.put("n", s.to() - s.from());
      node.put("log10P", String.format(Locale.ROOT, "%.6f", s.lnP() / LN_10));
      node.put("estimatedFrom", s.estimatedFrom()).put("estimatedTo", s.estimatedTo());
    }
  }
}
