package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongPredicate;

/** A text file in the parts that a scan makes of it. */
public final class TextParts {
  private TextParts() {}

  /**
   * Copies a text file without some of its parts, byte for byte.
   *
   * @param in the file, from its start
   * @param size of the file as listed
   * @param cap bytes of a part at most, as the scan had it
   * @param drop says whether the part that starts at a byte offset is left out
   * @return how many parts were left out
   */
  public static long copyWithout(
      InputStream in, long size, int cap, LongPredicate drop, OutputStream out) throws IOException {
    TextChunks chunks = new TextChunks("", size, new Input(in), cap);
    long dropped = 0;
    for (Optional<Content> next = chunks.next(); next.isPresent(); next = chunks.next()) {
      if (next.get() instanceof Content.Part part) {
        if (drop.test(part.place().at())) {
          dropped++;
        } else {
          Bytes data = part.data();
          out.write(data.array(), data.from(), data.length());
        }
      }
    }
    return dropped;
  }
}
