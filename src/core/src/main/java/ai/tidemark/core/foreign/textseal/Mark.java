package ai.tidemark.core.foreign.textseal;

import ai.tidemark.core.BadInputException;

/** What a {@code watermark_type} makes of the hash. */
enum Mark {
  /** One bit per token: green list, DiPmark, MorphMark. */
  GREEN,
  /** One uniform per token. */
  GUMBEL,
  /** One bit per token and layer; layer l reads token id + l. */
  TOURNAMENT,
  /** The same, and the source's own detector weighs the layers from 10 down to 1. */
  WEIGHTED_TOURNAMENT;

  /** Reads a type as the source names it. */
  static Mark of(String where, String type) {
    return switch (type) {
      case "greenlist", "dipmark", "morphmark" -> GREEN;
      case "gumbelmax" -> GUMBEL;
      case "synthid" -> TOURNAMENT;
      case "synthid-weighted" -> WEIGHTED_TOURNAMENT;
      default ->
          throw new BadInputException(
              where,
              "must be one of greenlist, dipmark, morphmark, gumbelmax, synthid, synthid-weighted");
    };
  }

  boolean tournament() {
    return this == TOURNAMENT || this == WEIGHTED_TOURNAMENT;
  }

  /** Returns what the source calls the method of its pseudorandom function. */
  String method() {
    return this == GUMBEL ? "uniform" : "binary";
  }
}
