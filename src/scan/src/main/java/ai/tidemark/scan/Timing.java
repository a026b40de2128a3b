package ai.tidemark.scan;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ScanCost;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long what took: {@code timing.json}. Kept apart from the report, which must not vary. */
final class Timing {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long start = System.nanoTime();
  private final Map<ScanProgress.Phase, Long> ends = new EnumMap<>(ScanProgress.Phase.class);

  /** Notes that a phase ended. */
  void ended(ScanProgress.Phase phase) {
    ends.put(phase, System.nanoTime());
  }

  byte[] toJson(Ledger ledger, List<DocumentWorker> workers, ScanCost cost) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", "tidemark-timing-v1");
    long total = System.nanoTime() - start;
    root.put("milliseconds", total / NANOS_PER_MILLI);
    long seconds = Math.max(1, total / NANOS_PER_MILLI);
    root.put("tokensPerSecond", ledger.tokens() * 1000 / seconds);
    root.put("bytesPerSecond", ledger.bytes() * 1000 / seconds);
    ObjectNode phases = root.putObject("phaseMilliseconds");
    long before = start;
    for (Map.Entry<ScanProgress.Phase, Long> phase : ends.entrySet()) {
      String name = phase.getKey().name().toLowerCase(Locale.ROOT);
      phases.put(name, (phase.getValue() - before) / NANOS_PER_MILLI);
      before = phase.getValue();
    }
    ObjectNode threads = root.putObject("workerCpuMilliseconds");
    long[] sums = new long[4];
    for (DocumentWorker worker : workers) {
      sums[0] += worker.nanos.parse;
      sums[1] += worker.nanos.tokenise;
      sums[2] += worker.nanos.score;
      sums[3] += worker.nanos.collect;
    }
    threads.put("parse", sums[0] / NANOS_PER_MILLI);
    threads.put("tokenise", sums[1] / NANOS_PER_MILLI);
    threads.put("score", sums[2] / NANOS_PER_MILLI);
    threads.put("collect", sums[3] / NANOS_PER_MILLI);
    ObjectNode keys = root.putObject("keys");
    keys.put("count", cost.keys());
    keys.put("draws", cost.draws());
    keys.put("cpuMilliseconds", cost.cpuNanos() / NANOS_PER_MILLI);
    keys.put("nanosecondsPerTupleAndKey", Decimals.fixed(cost.nanosPerDraw(), 2));
    ObjectNode machine = root.putObject("machine");
    machine.put("workers", workers.size());
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("heapBytes", Runtime.getRuntime().maxMemory());
    machine.put("java", Runtime.version().toString());
    return CanonicalJson.bytes(root);
  }
}
