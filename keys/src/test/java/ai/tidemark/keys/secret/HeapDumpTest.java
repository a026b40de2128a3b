package ai.tidemark.keys.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a heap dump of this process shows of a secret: nothing, held or wiped. */
final class HeapDumpTest {
  @TempDir private Path folder;

  /** A canary is made from a seed, so that only what is tested holds its bytes. */
  private static byte[] canary(int seed) {
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void secretsAreInNoHeapDump() throws IOException {
    SecretBytes held = SecretBytes.taking(canary(1));
    SecretBytes wiped = SecretBytes.taking(canary(2));
    int length = wiped.use(bytes -> bytes.length);
    wiped.close();
    byte[] control = canary(3);
    Path dump = folder.resolve("heap.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);
    assertThat(length).isEqualTo(32);
    assertThat(contains(dump, 3)).as("the search finds what is there").isTrue();
    assertThat(control).isEqualTo(canary(3)); // kept alive until here
    assertThat(contains(dump, 1)).as("held").isFalse();
    assertThat(contains(dump, 2)).as("wiped").isFalse();
    held.close();
  }

  private static boolean contains(Path file, int seed) throws IOException {
    byte[] wanted = canary(seed);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] window = new byte[1 << 20];
      int kept = 0;
      for (int read = in.readNBytes(window, 0, window.length);
          read > 0;
          read = in.readNBytes(window, kept, window.length - kept)) {
        int length = kept + read;
        for (int at = 0; at + wanted.length <= length; at++) {
          if (window[at] == wanted[0]
              && Arrays.equals(window, at, at + wanted.length, wanted, 0, wanted.length)) {
            return true;
          }
        }
        kept = Math.min(length, wanted.length - 1);
        System.arraycopy(window, length - kept, window, 0, kept);
      }
    }
    return false;
  }
}
