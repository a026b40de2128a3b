package ai.tidemark.scan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineChunksTest {
  private static final int CAP = 1000;

  @Test
  void everyLineUpToTheCapComesOnceWithItsNumberAndLongerOnesAreSkipped() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      List<Integer> lengths = new ArrayList<>();
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      int lines = random.nextInt(40);
      for (int i = 0; i < lines; i++) {
        int length = random.nextInt(8) == 0 ? random.nextInt(5 * CAP) : random.nextInt(60);
        lengths.add(length);
        for (int j = 0; j < length; j++) {
          file.write('a' + i % 26);
        }
        boolean last = i == lines - 1;
        if (!last || random.nextBoolean() || length == 0) {
          file.write('\n');
        }
      }
      check(lengths, file.toByteArray());
    }
  }

  private static void check(List<Integer> lengths, byte[] file) {
    LineChunks chunks = new LineChunks("f", new Input(new Trickle(file)), CAP);
    List<Integer> seen = new ArrayList<>();
    long bytes = 0;
    Optional<Content> next = chunks.next();
    while (next.isPresent()) {
      bytes += next.get().bytes();
      switch (next.get()) {
        case Content.Lines lines -> {
          assertThat(lines.firstLine()).isEqualTo(seen.size() + 1);
          int length = 0;
          byte[] data = lines.data().array();
          for (int i = 0; i < lines.data().length(); i++) {
            if (data[i] == '\n') {
              seen.add(length);
              length = 0;
            } else {
              assertThat(data[i]).isEqualTo((byte) ('a' + seen.size() % 26));
              length++;
            }
          }
          if (length > 0) {
            seen.add(length); // the last line of the file, without a newline
          }
        }
        case Content.Skipped(Skip skip, _) -> {
          assertThat(skip.reason()).isEqualTo(SkipReason.TOO_LARGE);
          assertThat(skip.place()).isEqualTo(Place.line("f", seen.size() + 1));
          assertThat(lengths.get(seen.size())).isGreaterThanOrEqualTo(CAP);
          seen.add(lengths.get(seen.size()));
        }
        default -> throw new AssertionError();
      }
      next = chunks.next();
    }
    assertThat(seen).isEqualTo(lengths);
    assertThat(bytes).isEqualTo(file.length);
  }

  @Test
  void aLongLineIsNeverHeld() {
    long huge = (1L << 31) + 5; // more than an array can hold
    InputStream endless =
        new InputStream() {
          private long at;

          @Override
          public int read() {
            throw new AssertionError("one byte at a time");
          }

          @Override
          public int read(byte[] b, int off, int len) {
            if (at == huge) {
              return -1;
            }
            int n = (int) Math.min(len, huge - at);
            java.util.Arrays.fill(b, off, off + n, (byte) 'x');
            at += n;
            return n;
          }
        };
    LineChunks chunks = new LineChunks("f", new Input(endless), 1 << 20);
    assertThat(chunks.next())
        .contains(
            new Content.Skipped(new Skip(Place.line("f", 1), SkipReason.TOO_LARGE, huge), false));
    assertThat(chunks.next()).isEmpty();
  }

  /** Gives a few bytes at a time, as a slow disk may. */
  private static final class Trickle extends ByteArrayInputStream {
    Trickle(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] b, int off, int len) {
      return super.read(b, off, Math.min(len, 7));
    }
  }
}
