package ai.tidemark.scan.state;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.DecoyKeys;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A long text costs memory for the distinct tuples it has, not for those it might have had. */
final class DocumentScorerTest {
  private static final int PERIOD = 1_000;

  @Test
  void aLongTextThatRepeatsItselfTakesLittleMemory() {
    NamedKey fleet = new NamedKey("fleet", "id", DecoyKeys.of("s", 1).getFirst());
    ScanKeys keys = ScanKeys.of(new EraKeys("era", fleet, List.of()));
    DocumentScorer scorer =
        new DocumentScorer(Contexts.Coined.DEFAULT, keys, List.of(Hypothesis.fleet(0)));
    int[] ids = new int[4_000_000];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i % PERIOD;
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    scorer.begin();
    scorer.add(ids, ids.length);
    assertThat(scorer.evidence()).hasSize(1);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32L << 20);
    assertThat(scorer.tuples().size()).isBetween(2 * PERIOD, 2 * PERIOD + 8);
  }
}
