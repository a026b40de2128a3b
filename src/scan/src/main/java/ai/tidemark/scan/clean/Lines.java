package ai.tidemark.scan.clean;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongPredicate;

/** Copies a file of lines without some of them; every other byte stays as it is. */
final class Lines {
  private static final int BLOCK = 1 << 16;

  private Lines() {}

  /** Takes a line that is left out. */
  interface Dropped {
    /**
     * Takes it.
     *
     * @param line its number, from 1
     * @param bytes without the newline
     */
    void line(long line, byte[] bytes);
  }

  /**
   * Copies.
   *
   * @param drop says whether a line, from 1, is left out together with its newline
   * @param longest bytes of a line that is left out at most; of a longer one the rest is not kept
   * @return how many were left out
   */
  static long copyWithout(
      InputStream in, LongPredicate drop, int longest, Dropped dropped, OutputStream out)
      throws IOException {
    byte[] block = new byte[BLOCK];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long number = 1;
    long count = 0;
    boolean dropping = drop.test(number);
    boolean begun = false; // whether the line in hand has any byte
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      int from = 0;
      while (from < read) {
        int end = from;
        while (end < read && block[end] != '\n') {
          end++;
        }
        boolean ended = end < read;
        int to = ended ? end + 1 : end;
        begun = true;
        if (dropping) {
          line.write(block, from, Math.min(end - from, longest - Math.min(longest, line.size())));
        } else {
          out.write(block, from, to - from);
        }
        if (ended) {
          count += dropping ? take(number, line, dropped) : 0;
          dropping = drop.test(++number);
          begun = false;
        }
        from = to;
      }
    }
    return dropping && begun ? count + take(number, line, dropped) : count;
  }

  private static int take(long number, ByteArrayOutputStream line, Dropped dropped) {
    dropped.line(number, line.toByteArray());
    line.reset();
    return 1;
  }
}
