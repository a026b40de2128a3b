package ai.tidemark.keys.record;

import ai.tidemark.core.json.StrictJson;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * What will be tested, registered before the first byte is read.
 *
 * @param plan SHA-256 of the plan file
 * @param eras leaf hashes of the {@link EraCommit}s it tests, sorted, each once
 * @param corpus root of the corpus manifest, or {@link #PATHS}
 */
public record PlanRecord(Instant time, String plan, List<String> eras, String corpus)
    implements ControlRecord {
  static final String TYPE = "plan";

  /** The corpus is given by paths alone. */
  public static final String PATHS = "paths";

  /** Validates. */
  public PlanRecord {
    RecordTime.format(time);
    Check.hash("plan", plan);
    eras = List.copyOf(eras);
    if (eras.isEmpty()) {
      throw new IllegalArgumentException("a plan tests at least one era");
    }
    for (int i = 0; i < eras.size(); i++) {
      Check.hash("eras/" + i, eras.get(i));
      if (i > 0 && eras.get(i - 1).compareTo(eras.get(i)) >= 0) {
        throw new IllegalArgumentException("eras must be sorted, each once");
      }
    }
    Check.text("corpus", corpus, PATHS + "|" + Check.HASH);
  }

  static PlanRecord read(StrictJson root, Instant time) {
    return new PlanRecord(
        time, root.text("plan"), root.texts("eras", Check.HASH), root.text("corpus"));
  }

  @Override
  public byte[] canonicalJson() {
    ObjectNode node = Check.begin(TYPE, time).put("plan", plan).put("corpus", corpus);
    ArrayNode list = node.putArray("eras");
    eras.forEach(list::add);
    return Check.end(node);
  }
}
