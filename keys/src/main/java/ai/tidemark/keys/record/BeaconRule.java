package ai.tidemark.keys.record;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an era's keys will be mixed with when it is activated; fixed when it is committed. */
public sealed interface BeaconRule {
  /** Nothing: an air-gapped site. Every output says so. */
  record None() implements BeaconRule {}

  /**
   * The first round of a drand chain at or after the commitment's outside time plus {@link
   * Drand#DELAY_SECONDS}.
   *
   * @param chain hash of the chain's info, 64 hex digits
   */
  record OfDrand(String chain) implements BeaconRule {
    /** Validates. */
    public OfDrand {
      Check.hash("chain", chain);
    }
  }

  /** Reads the field {@code beacon} of a node. */
  static BeaconRule read(StrictJson parent) {
    StrictJson node = parent.object("beacon");
    BeaconRule rule =
        switch (node.text("kind")) {
          case "none" -> new None();
          case "drand" -> {
            node.integer("delay", Drand.DELAY_SECONDS, Drand.DELAY_SECONDS);
            yield new OfDrand(node.text("chain"));
          }
          default -> throw new BadInputException(node.where() + "/kind", "must be none or drand");
        };
    node.end();
    return rule;
  }

  /** Writes the field {@code beacon} of a node. */
  default void write(ObjectNode parent) {
    ObjectNode node = parent.putObject("beacon");
    switch (this) {
      case None _ -> node.put("kind", "none");
      case OfDrand(String chain) ->
          node.put("kind", "drand").put("chain", chain).put("delay", Drand.DELAY_SECONDS);
    }
  }
}
