package ai.tidemark.keys.record;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.log.Merkle;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;

/** What an era's keys are mixed with. */
public sealed interface BeaconValue {
  /** Nothing: 32 zero bytes stand for it. */
  record None() implements BeaconValue {}

  /**
   * A round of a drand chain. Its BLS signature is <em>not</em> verified here, only that the
   * randomness is its SHA-256: compare the round with other sources.
   *
   * @param chain hash of the chain's info, 64 hex digits
   * @param round number of the round, from 1
   * @param randomness 64 hex digits
   * @param signature 96 or 192 hex digits (a point of BLS12-381 G1 or G2)
   */
  record OfDrand(String chain, long round, String randomness, String signature)
      implements BeaconValue {
    /** Validates. */
    public OfDrand {
      Check.hash("chain", chain);
      Check.range("round", round, 1, Check.MOST_INTEGER);
      Check.hash("randomness", randomness);
      Check.text("signature", signature, "[0-9a-f]{96}|[0-9a-f]{192}");
      byte[] hash = Merkle.sha256(HexFormat.of().parseHex(signature));
      if (!HexFormat.of().formatHex(hash).equals(randomness)) {
        throw new IllegalArgumentException("randomness must be SHA-256 of the signature");
      }
    }
  }

  /** Returns the salt of the watermark keys, shape [32]. */
  default byte[] salt() {
    return switch (this) {
      case None _ -> new byte[Merkle.BYTES];
      case OfDrand drand -> HexFormat.of().parseHex(drand.randomness());
    };
  }

  /** Returns whether it is of the kind and chain that a rule asks for; not whether of its round. */
  default boolean suits(BeaconRule rule) {
    return switch (this) {
      case None _ -> rule instanceof BeaconRule.None;
      case OfDrand drand ->
          rule instanceof BeaconRule.OfDrand(String chain) && chain.equals(drand.chain());
    };
  }

  /** Reads the field {@code beacon} of a node. */
  static BeaconValue read(StrictJson parent) {
    StrictJson node = parent.object("beacon");
    BeaconValue value =
        switch (node.text("kind")) {
          case "none" -> new None();
          case "drand" ->
              new OfDrand(
                  node.text("chain"),
                  node.integer("round", 1, Check.MOST_INTEGER),
                  node.text("randomness"),
                  node.text("signature"));
          default -> throw new BadInputException(node.where() + "/kind", "must be none or drand");
        };
    node.end();
    return value;
  }

  /** Writes the field {@code beacon} of a node. */
  default void write(ObjectNode parent) {
    ObjectNode node = parent.putObject("beacon");
    switch (this) {
      case None _ -> node.put("kind", "none");
      case OfDrand(String chain, long round, String randomness, String signature) ->
          node.put("kind", "drand")
              .put("chain", chain)
              .put("round", round)
              .put("randomness", randomness)
              .put("signature", signature);
    }
  }
}
